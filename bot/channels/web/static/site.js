"use strict";
// An enhancement only: every page works without it.
(function () {
  // the summary of what is wrong takes the focus, as a screen reader expects
  var summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // what is typed survives a closed tab: kept in this browser until it was sent
  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var key = "draft:" + form.dataset.draft, fields = form.querySelectorAll("textarea,input[type=text]");
    var kept = {};
    try { kept = JSON.parse(localStorage.getItem(key) || "{}"); } catch (error) { kept = {}; }
    fields.forEach(function (field) {
      if (!field.value && kept[field.name]) field.value = kept[field.name];
      field.addEventListener("input", function () {
        kept[field.name] = field.value;
        try { localStorage.setItem(key, JSON.stringify(kept)); } catch (error) { /* no room: then not */ }
      });
    });
    form.addEventListener("submit", function () {
      try { localStorage.removeItem(key); } catch (error) { /* nothing kept */ }
    });
  });

  // Enter sends a question, Shift+Enter breaks the line; a second press while it is on its way does nothing
  document.querySelectorAll("form.ask textarea").forEach(function (box) {
    box.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      if (box.value.trim()) box.form.requestSubmit();
    });
  });
  document.querySelectorAll("form[method=post]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent && Date.now() - form.dataset.sent < 3000) event.preventDefault();
      form.dataset.sent = Date.now();
    });
  });

  // in a frame: tell the page around it how high we are
  if (document.body.classList.contains("embed") && window.parent !== window) {
    var tell = function () { window.parent.postMessage({ jianhui: document.documentElement.scrollHeight }, "*"); };
    new ResizeObserver(tell).observe(document.body);
    tell();
  }

  // pages that ask for it look again for news by themselves
  var live = document.querySelector("[data-live]");
  if (live) setInterval(function () {
    if (document.hidden) return;
    fetch(location.href, { headers: { "x-part": "live" } }).then(function (answer) { return answer.text(); }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
      if (fresh && fresh.innerHTML !== live.innerHTML) live.innerHTML = fresh.innerHTML;
    }).catch(function () { /* the next time */ });
  }, 15000);

  // a form with data-preview shows what it would come to beside it, once typing stops
  document.querySelectorAll("form[data-preview]").forEach(function (form) {
    var target = document.getElementById(form.dataset.preview), timer = 0, number = 0;
    form.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () {
        var mine = ++number, data = new URLSearchParams(new FormData(form));
        data.set("do", "impact");
        target.setAttribute("aria-busy", "true");
        fetch(form.action, { method: "POST", body: data }).then(function (answer) { return answer.text(); }).then(function (text) {
          if (mine !== number) return;
          var fresh = new DOMParser().parseFromString(text, "text/html").getElementById(target.id);
          if (fresh) target.innerHTML = fresh.innerHTML;
          target.removeAttribute("aria-busy");
        }).catch(function () { target.removeAttribute("aria-busy"); });
      }, 900);
    });
  });

  // an inquiry: e begins the answer, Ctrl+Enter sends it, u goes back to the list
  var answer = document.querySelector("form[data-answer] textarea");
  if (answer) document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === answer) {
      answer.form.requestSubmit(answer.form.querySelector("[value=answer]"));
    } else if (!/^(TEXTAREA|INPUT|SELECT)$/.test(event.target.tagName) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (event.key === "e") { event.preventDefault(); answer.focus(); }
      if (event.key === "u") location.href = document.querySelector(".crumb a").href;
    }
  });

  // lists in the console: j and k move, Enter opens
  var rows = Array.prototype.slice.call(document.querySelectorAll("[data-keys] a.row-link")), at = -1;
  if (rows.length) document.addEventListener("keydown", function (event) {
    if (/^(TEXTAREA|INPUT|SELECT)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== "j" && event.key !== "k") return;
    at = Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)));
    rows[at].focus();
  });
})();
