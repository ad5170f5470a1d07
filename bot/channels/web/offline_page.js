"use strict";
(function () {
  var box = document.getElementById("q"), out = document.getElementById("found"), note = document.getElementById("note");
  var words = JSON.parse(document.getElementById("words").textContent), matcher = null, timer = 0;
  function unpacked(id) {
    var text = atob(document.getElementById(id).textContent.trim()), bytes = new Uint8Array(text.length);
    for (var i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    if (typeof DecompressionStream === "undefined") return new Promise(function (done) { done(inflated(bytes.subarray(10))); });
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }
  // RFC 1951, for browsers without DecompressionStream; the ten bytes before it are gzip's head, which we write without a name
  function inflated(bytes) {
    var out = new Uint8Array(bytes.length * 8), size = 0, at = 0, hold = 0, held = 0, last, kind;
    function bits(count) {
      while (held < count) { hold |= bytes[at++] << held; held += 8; }
      var value = hold & ((1 << count) - 1);
      hold >>>= count; held -= count;
      return value;
    }
    function put(byte) {
      if (size === out.length) { var more = new Uint8Array(size * 2); more.set(out); out = more; }
      out[size++] = byte;
    }
    function code(lengths) { // how many codes each length has, and the symbols in their order
      var counts = new Array(16).fill(0), offsets = [0, 0], symbols = [];
      lengths.forEach(function (length) { counts[length]++; });
      counts[0] = 0;
      for (var i = 1; i < 15; i++) offsets[i + 1] = offsets[i] + counts[i];
      lengths.forEach(function (length, symbol) { if (length) symbols[offsets[length]++] = symbol; });
      return [counts, symbols];
    }
    function symbol(from) {
      for (var length = 1, value = 0, first = 0, index = 0; length < 16; length++) {
        value |= bits(1);
        var count = from[0][length];
        if (value - count < first) return from[1][index + value - first];
        index += count; first = (first + count) << 1; value <<= 1;
      }
      throw new Error("no such code");
    }
    function dynamic() {
      var literals = bits(5) + 257, distances = bits(5) + 1, many = bits(4) + 4, lengths = new Array(19).fill(0), all = [];
      for (var i = 0; i < many; i++) lengths[[16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15][i]] = bits(3);
      var from = code(lengths);
      while (all.length < literals + distances) {
        var one = symbol(from), again = one === 16 ? all[all.length - 1] : 0;
        var times = one < 16 ? 0 : one === 16 ? 3 + bits(2) : one === 17 ? 3 + bits(3) : 11 + bits(7);
        if (one < 16) all.push(one);
        while (times--) all.push(again);
      }
      return [code(all.slice(0, literals)), code(all.slice(literals))];
    }
    do {
      last = bits(1); kind = bits(2);
      if (kind === 0) { // stored as it is, from the next byte on
        hold = held = 0;
        var length = bytes[at] | bytes[at + 1] << 8;
        for (at += 4; length--;) put(bytes[at++]);
        continue;
      }
      var fixed = kind === 1 && [0, 1].map(function (far) {
        return code(Array.from({ length: far ? 30 : 288 }, function (_, i) { return far ? 5 : i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8; }));
      });
      var codes = fixed || dynamic();
      for (var said; (said = symbol(codes[0])) !== 256;) {
        if (said < 256) { put(said); continue; }
        said -= 257;
        var extra = said < 8 || said === 28 ? 0 : (said >> 2) - 1;
        var run = said === 28 ? 258 : said < 8 ? said + 3 : (((said & 3) | 4) << extra) + 3 + bits(extra);
        var far = symbol(codes[1]), wide = far < 4 ? 0 : (far >> 1) - 1;
        var back = far < 4 ? far + 1 : (((far & 1) | 2) << wide) + 1 + bits(wide);
        while (run--) put(out[size - back]);
      }
    } while (!last);
    return out.subarray(0, size);
  }
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
