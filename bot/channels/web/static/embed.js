"use strict";
// Puts the ask box where this script stands: <script src="https://…/embed.js" async></script>. It only makes the frame.
(function () {
  var script = document.currentScript || document.querySelector('script[src*="/embed.js"]'), base = new URL(script.src).origin;
  var frame = document.createElement("iframe");
  frame.src = base + "/embed/ask";
  frame.title = script.dataset.title || "建会通";
  frame.style.cssText = "width:100%;border:0;min-height:22rem";
  frame.setAttribute("loading", "lazy");
  window.addEventListener("message", function (event) {
    if (event.origin !== base || event.source !== frame.contentWindow) return;
    var height = Number(event.data && event.data.jianhui);
    if (height > 0 && height < 20000) frame.style.height = Math.ceil(height) + "px";
  });
  if (script.parentNode === document.head) document.body.appendChild(frame);
  else script.parentNode.insertBefore(frame, script);
})();
