"use strict";
// Ranks as bot.matching does without the encoder: the normaliser of bot/text.py, the kernel of similarity.py, the ridge.
var Matcher = (function () {
  function chars(text) { return Array.from(text); }

  function Matcher(data, weights) {
    var self = this;
    this.data = data;
    this.size = data.keys.length;
    this.entries = data.steps.length - 1;
    this.small = new Int8Array(weights.buffer, weights.byteOffset, this.size * data.steps.length);
    var view = new DataView(weights.buffer, weights.byteOffset + this.small.length), count = data.exact;
    this.large = [];
    for (var i = 0; i < count; i++)
      this.large.push([view.getUint16(2 * i, true), view.getUint16(2 * (count + i), true), view.getFloat32(4 * count + 4 * i, true)]);
    this.hello = new RegExp(data.hello, "uy");
    this.thanks = new RegExp(data.thanks, "u");
    this.numeral = new RegExp(data.numeral, "gu");
    this.simplified = new Map();
    data.simplified.split("\n").forEach(function (line) {
      var pair = line.split(" ");
      if (pair.length === 2) chars(pair[1]).forEach(function (old) { self.simplified.set(old, pair[0]); });
    });
    this.readings = new Map();
    data.syllables.split("\n").forEach(function (line) {
      var pair = line.split(" ");
      if (pair.length === 2) chars(pair[1]).forEach(function (one) { self.readings.set(one, pair[0]); });
    });
    this.spellings = new Set(this.readings.values());
    this.keys = data.keys.map(chars);
    this.exact = new Map();
    this.bounds = [0];
    data.owners.forEach(function (many, entry) { self.bounds.push(self.bounds[entry] + many); });
    for (var entry = 0; entry < this.entries; entry++)
      for (var row = this.bounds[entry]; row < this.bounds[entry + 1]; row++)
        if (!this.exact.has(data.keys[row])) this.exact.set(data.keys[row], entry);
    this.characters = new Overlap(this.keys);
    this.sounds = new Overlap(data.keys.map(function (key) { return self.spelled(key); }));
    this.pairs = new Map();
    this.singles = new Map();
    this.latin = new Set();
    data.keys.slice(0, this.bounds[this.entries]).forEach(function (key) {
      var all = chars(key);
      (key.match(/[a-z]{2,}/g) || []).forEach(function (run) { self.latin.add(run); });
      all.forEach(function (one, place) {
        self.singles.set(one, (self.singles.get(one) || 0) + 1);
        if (place + 1 < all.length) {
          var pair = one + all[place + 1];
          self.pairs.set(pair, (self.pairs.get(pair) || 0) + 1);
        }
      });
    });
    this.sounding = new Map();
    Array.from(this.singles.keys()).sort().forEach(function (one) {
      var sound = self.readings.get(one);
      if (sound) self.sounding.set(sound, (self.sounding.get(sound) || []).concat(one));
    });
  }

  // ---- bot/text.py
  Matcher.prototype.fold = function (text) {
    var self = this, before = null, folded = chars(text).slice(0, 8000).join("");
    while (folded !== before) {
      before = folded;
      folded = chars(folded.normalize("NFKC").toLowerCase()).map(function (one) { return self.simplified.get(one) || one; }).join("");
      folded = folded.replace(/(?!(?<=\p{Nd})\.(?=\p{Nd}))[^\p{L}\p{N}%]/gu, "");
    }
    return folded;
  };
  var DIGITS = { "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2, "〇": 0 };
  var UNITS = { "十": 10, "百": 100, "千": 1000 };
  function value(numeral) {
    var section = 0, digit = 0, last = 10000, all = chars(numeral);
    for (var i = 0; i < all.length; i++) {
      if (all[i] in DIGITS) {
        if (digit) return null;
        digit = DIGITS[all[i]];
        continue;
      }
      var unit = UNITS[all[i]];
      if (unit >= last) return null;
      section += (digit || 1) * unit; digit = 0; last = unit;
    }
    return section + digit;
  }
  function spelt(digits) { return chars(digits).map(function (one) { return DIGITS[one]; }).join(""); }
  Matcher.prototype.digits = function (text) {
    return text.replace(this.numeral, function () {
      var whole = arguments[0], named = arguments[arguments.length - 1];
      if (named.year) return spelt(named.year);
      var found = value(named.percent || named.big || named.small);
      if (found === null) return whole;
      if (!named.percent) return String(found);
      return named.tenths ? found + "." + spelt(named.tenths) + "%" : found + "%";
    });
  };
  Matcher.prototype.bare = function (text) {
    var start = 0, end = text.length, match;
    while (start < end) {
      this.hello.lastIndex = start;
      match = this.hello.exec(text);
      if (!match || start + match[0].length >= end || !match[0]) break;
      start += match[0].length;
    }
    for (;;) {
      var from = Math.max(start, end - 40), part = text.slice(from, end);
      match = this.thanks.exec(part);
      if (!match || from + match.index <= start) break;
      end = from + match.index;
    }
    return text.slice(start, end);
  };
  Matcher.prototype.key = function (text) {
    var folded = this.fold(text);
    for (;;) {
      var bare = this.digits(this.bare(folded));
      if (bare === folded) return bare;
      folded = bare;
    }
  };
  Matcher.prototype.split = function (letters) {
    var best = new Array(letters.length).fill(null);
    best.push([]);
    for (var start = letters.length - 1; start >= 0; start--)
      for (var end = Math.min(letters.length, start + 6); end > start; end--) {
        var rest = best[end];
        if (rest === null || !this.spellings.has(letters.slice(start, end))) continue;
        if (best[start] === null || rest.length + 1 < best[start].length) best[start] = [letters.slice(start, end)].concat(rest);
      }
    return best[0] || [];
  };
  Matcher.prototype.spelled = function (text) {
    var self = this, sounds = [], position = 0, runs = /[a-z]{2,60}/g, run;
    function plain(part) { chars(part).forEach(function (one) { sounds.push(self.readings.get(one) || one); }); }
    while ((run = runs.exec(text))) {
      plain(text.slice(position, run.index));
      var split = this.split(run[0]);
      sounds = sounds.concat(split.length ? split : [run[0]]);
      position = run.index + run[0].length;
    }
    plain(text.slice(position));
    return sounds;
  };

  // ---- hearing.py
  Matcher.prototype.heard = function (key) {
    var self = this;
    (key.match(/[a-z]{2,}/g) || []).forEach(function (run) {
      if (!self.latin.has(run)) key = self.readRun(key, run);
    });
    return chars(key).slice(0, this.data.compared).join("");
  };
  Matcher.prototype.readRun = function (key, run) {
    var self = this, sounds = this.spelled(run);
    if (sounds.length === 1 && sounds[0] === run && !this.sounding.has(run)) return key;
    if (sounds.some(function (sound) { return !self.sounding.has(sound); })) return key;
    var at = key.indexOf(run), before = key.slice(0, at), after = key.slice(at + run.length), last = chars(before).pop() || "";
    var paths = new Map([[last, [0, ""]]]);
    sounds.forEach(function (sound) {
      var next = new Map();
      self.sounding.get(sound).forEach(function (one) {
        var best = null;
        paths.forEach(function (path, previous) {
          var together = previous ? self.pairs.get(previous + one) || 0 : 0;
          var follows = together ? Math.log(together / self.singles.get(previous)) : Math.log(0.01);
          var score = path[0] + follows + 0.5 * Math.log(self.singles.get(one)), said = path[1] + one;
          if (best === null || score > best[0] || (score === best[0] && said > best[1])) best = [score, said];
        });
        next.set(one, best);
      });
      paths = next;
    });
    var found = null;
    paths.forEach(function (path) {
      if (found === null || path[0] > found[0] || (path[0] === found[0] && path[1] > found[1])) found = path;
    });
    return before + found[1] + after;
  };

  // ---- overlap.py
  function Overlap(documents) {
    var self = this;
    this.size = documents.length;
    this.postings = new Map();
    documents.forEach(function (tokens, number) {
      new Set(tokens).forEach(function (token) {
        var list = self.postings.get(token);
        if (list) list.push(number); else self.postings.set(token, [number]);
      });
    });
    this.weight = new Float64Array(this.size);
    this.idf = new Map();
    this.postings.forEach(function (list, token) {
      var idf = Math.log((self.size + 2) / (list.length + 1));
      self.idf.set(token, idf);
      list.forEach(function (number) { self.weight[number] += idf; });
    });
    this.unseen = Math.log(this.size + 2);
  }
  Overlap.prototype.dice = function (tokens) {
    var self = this, total = 0, shared = new Float64Array(this.size), dice = new Float64Array(this.size);
    new Set(tokens).forEach(function (token) {
      var idf = self.idf.get(token);
      total += idf === undefined ? self.unseen : idf;
      if (idf !== undefined) self.postings.get(token).forEach(function (number) { shared[number] += idf; });
    });
    for (var i = 0; i < this.size; i++) {
      var whole = this.weight[i] + total;
      dice[i] = whole > 0 ? 2 * shared[i] / whole : 0;
      shared[i] = total > 0 ? shared[i] / total : 0;
    }
    return { dice: dice, covered: shared };
  };

  // likeness by insertions and deletions: twice the longest common subsequence over both lengths
  function ratio(one, other) {
    if (!one.length && !other.length) return 1;
    var line = new Uint16Array(other.length + 1);
    for (var i = 0; i < one.length; i++) {
      var diagonal = 0;
      for (var j = 0; j < other.length; j++) {
        var above = line[j + 1];
        if (one[i] === other[j]) line[j + 1] = diagonal + 1;
        else if (line[j] > above) line[j + 1] = line[j];
        diagonal = above;
      }
    }
    return 2 * line[other.length] / (one.length + other.length);
  }

  // ---- scoring.py, index.py
  Matcher.prototype.rank = function (text, limit) {
    var key = this.key(text), exact = this.exact.get(key), heard = this.heard(key), data = this.data;
    if (!heard) return { decision: "unknown", ranked: [] };
    var all = chars(heard), characters = this.characters.dice(all), sounds = this.sounds.dice(this.spelled(heard));
    var kernel = new Float64Array(this.size), classes = data.steps.length, scores = new Float64Array(classes);
    for (var row = 0; row < this.size; row++) {
      var likeness = data.mix[0] * characters.dice[row] + data.mix[1] * sounds.dice[row] + data.mix[2] * ratio(all, this.keys[row]);
      kernel[row] = likeness * likeness;
    }
    for (var column = 0; column < classes; column++) {
      var sum = 0, base = column * this.size;
      for (row = 0; row < this.size; row++) sum += kernel[row] * this.small[base + row];
      scores[column] = sum * data.steps[column];
    }
    this.large.forEach(function (one) { scores[one[1]] += kernel[one[0]] * one[2]; });
    var order = Array.from({ length: this.entries }, function (_, entry) { return entry; });
    order.sort(function (a, b) { return scores[b] - scores[a] || a - b; });
    order = order.slice(0, Math.max(limit, 3));
    var covered = 0;
    for (row = this.bounds[order[0]]; row < this.bounds[order[0] + 1]; row++) covered = Math.max(covered, characters.covered[row]);
    var sure = confidences(order.map(function (entry) { return scores[entry]; }), Math.max(scores[this.entries], scores[order[1]]), covered, data.confidence);
    var ranked = order.map(function (entry, place) { return { entry: entry, confidence: sure[place] }; });
    if (exact !== undefined) {
      ranked = [{ entry: exact, confidence: 1 }].concat(ranked.filter(function (one) { return one.entry !== exact; }));
      return { decision: "answer", ranked: ranked.slice(0, limit) };
    }
    var three = sure.slice(0, 3).reduce(function (a, b) { return a + b; }, 0);
    return { decision: sure[0] >= data.answer ? "answer" : three >= data.choose ? "choose" : "unknown", ranked: ranked.slice(0, limit) };
  };
  function probability(row, features) {
    var sum = row[9];
    for (var i = 0; i < 3; i++) sum += (features[i] - row[i]) / row[3 + i] * row[6 + i];
    return 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, sum))));
  }
  function confidences(scores, rival, covered, both) {
    var features = [scores[0], scores[0] - rival, covered], sure = probability(both[0], features);
    var left = Math.max(probability(both[1], features) - sure, 0), total = 0;
    var rest = scores.slice(1).map(function (score) { return Math.max(score, 0) * Math.max(score, 0); });
    rest.slice(0, 2).forEach(function (share) { total += share; });
    return [sure].concat(rest.map(function (share) { return Math.min(sure, left * share / (total || 1)); }));
  }
  return Matcher;
})();
if (typeof module !== "undefined") module.exports = Matcher;
