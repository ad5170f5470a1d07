"use strict";
(function () {
  var box = document.getElementById("q"), out = document.getElementById("found"), note = document.getElementById("note");
  var words = JSON.parse(document.getElementById("words").textContent), matcher = null, timer = 0;
  function unpacked(id) {
    var text = atob(document.getElementById(id).textContent.trim()), bytes = new Uint8Array(text.length);
    for (var i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }
  if (typeof DecompressionStream === "undefined") { note.textContent = words.old; return; }
  note.textContent = words.loading;
  unpacked("data").then(function (data) {
    matcher = new Matcher(JSON.parse(new TextDecoder().decode(data)));
    note.textContent = words.ready;
    window.matcher = matcher;
    if (box.value.trim()) show();
  }).catch(function () { note.textContent = words.old; });
  function show() {
    var text = box.value.trim();
    out.textContent = "";
    if (!text || !matcher) return;
    var found = matcher.rank(text, 5), many = found.decision === "answer" ? 1 : 5;
    var said = document.createElement("p");
    said.textContent = words[found.decision];
    out.appendChild(said);
    matcher.data.documents.filter(function (one) {
      var key = matcher.fold(text);
      return one.words.some(function (word) { return key.indexOf(matcher.fold(word)) >= 0; });
    }).slice(0, 3).forEach(function (one) { link(one.id, words.document + one.title); });
    found.ranked.slice(0, 5).forEach(function (one, place) {
      var id = "e-" + matcher.data.ids[one.entry], entry = document.getElementById(id);
      if (place < many && found.decision === "answer") {
        var copy = entry.cloneNode(true);
        copy.removeAttribute("id");
        copy.open = true;
        out.appendChild(copy);
      } else link(id, entry.querySelector("summary").textContent);
    });
  }
  function link(id, text) {
    var line = document.createElement("p"), anchor = document.createElement("a");
    anchor.href = "#" + id;
    anchor.textContent = text;
    anchor.addEventListener("click", function () {
      var entry = document.getElementById(id);
      for (var one = entry; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    });
    line.appendChild(anchor);
    out.appendChild(line);
  }
  document.getElementById("ask").addEventListener("submit", function (event) { event.preventDefault(); show(); });
  box.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(show, 400); });
})();
