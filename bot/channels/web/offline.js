"use strict";
// Ranks as bot.matching does without the encoder: the normaliser, the nearest wordings, the ridge over them, the terms.
var Matcher = (function () {
  function chars(text) { return Array.from(text); }
  function couples(key) {
    var all = chars(key), found = [];
    for (var i = 0; i + 1 < all.length; i++) found.push(all[i] + all[i + 1]);
    return found.length ? found : [key];
  }
  function longest(words) {
    words = words.filter(Boolean).sort(function (a, b) { return chars(b).length - chars(a).length; });
    return words.length ? new RegExp(words.map(function (one) { return one.replace(/\./g, "\\."); }).join("|"), "gu") : null;
  }
  function sum(numbers) { return numbers.reduce(function (a, b) { return a + b; }, 0); }

  function Matcher(data) {
    var self = this;
    this.data = data;
    this.size = data.keys.length;
    this.entries = data.owners.length;
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
    this.exact = new Map();
    this.owners = [];
    data.owners.forEach(function (many, entry) { for (var i = 0; i < many; i++) self.owners.push(entry); });
    var own = data.keys.slice(0, this.owners.length);
    while (this.owners.length < this.size) this.owners.push(this.entries);
    own.forEach(function (key, row) { if (!self.exact.has(key)) self.exact.set(key, self.owners[row]); });
    this.characters = new Overlap(data.keys.map(chars));
    this.sounds = new Overlap(data.keys.map(function (key) { return self.spelled(key); }));
    this.couples = new Overlap(data.keys.map(couples));
    this.couplesOf = holders(this.couples, this.owners);
    this.charactersOf = holders(this.characters, this.owners);
    this.words = longest(Object.keys(data.terms.words));
    this.bodies = longest(data.bodies);
    this.about = data.terms.about.map(function (shares) { return new Map(shares); });
    this.pairs = new Map();
    this.singles = new Map();
    this.latin = new Set();
    own.forEach(function (key) {
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
    this.learnSpelling();
  }

  // ---- bot/normalise.py
  Matcher.prototype.fold = function (text) {
    var self = this, before = null, folded = chars(text).slice(0, 8000).join("");
    while (folded !== before) {
      before = folded;
      folded = chars(folded.normalize("NFKC").toLowerCase()).map(function (one) { return self.simplified.get(one) || one; }).join("");
      folded = folded.replace(/(\p{Nd})\.(?=\p{Nd})|[^\p{L}\p{N}%]/gu, function (whole, digit) { return digit ? whole : ""; });
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

  // ---- pinyin_decoder.py
  Matcher.prototype.heard = function (key) {
    var self = this;
    (key.match(/[a-z]{2,}/g) || []).forEach(function (run) {
      if (!self.latin.has(run)) key = self.readRun(key, run);
    });
    return key;
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

  // ---- misspelling.py
  Matcher.prototype.learnSpelling = function () {
    var self = this, data = this.data, terms = data.terms, counts = new Map(), words = new Set();
    Object.keys(terms.words).forEach(function (word) {
      if (data.mended.indexOf(terms.groups[terms.words[word]]) >= 0 && /^[\u4e00-\u9fff]{2,}$/.test(word)) words.add(word);
    });
    this.terms = words;
    this.longest = Math.max.apply(null, [0].concat(Array.from(words, function (word) { return word.length; })));
    this.beside = new Map();
    data.keys.forEach(function (key) {
      for (var start = 0; start + 1 < key.length; start++) {
        var pair = key.slice(start, start + 2);
        self.beside.set(pair, (self.beside.get(pair) || 0) + 1);
        for (var end = start + 2; end <= Math.min(start + self.longest, key.length); end++) {
          var word = key.slice(start, end);
          if (words.has(word)) counts.set(word, (counts.get(word) || 0) + 1);
        }
      }
    });
    this.counts = counts;
    this.wordSounds = new Map();
    Array.from(counts.keys()).sort(function (a, b) { return counts.get(b) - counts.get(a) || (a < b ? -1 : 1); }).forEach(function (word) {
      var sound = self.spelled(word).join(" ");
      if (counts.get(word) >= data.written && !self.wordSounds.has(sound)) self.wordSounds.set(sound, word);
    });
    this.standing = words.size ? longest(Array.from(words)) : null;
  };
  Matcher.prototype.corrected = function (text) {
    var self = this, all = chars(text), places = [], found;
    if (all.length !== text.length) return text;
    var sounds = all.map(function (one) { return self.readings.get(one) || one; });
    if (this.standing) {
      this.standing.lastIndex = 0;
      while ((found = this.standing.exec(text))) places.push([found.index, found.index + found[0].length]);
    }
    for (var start = 0; start + 1 < text.length; start++)
      for (var length = Math.min(this.longest, text.length - start); length > 1; length--) {
        var end = start + length, word = this.wordSounds.get(sounds.slice(start, end).join(" "));
        if (word === undefined) continue;
        var cut = places.some(function (place) {
          return (place[0] < start && start < place[1]) || (place[0] < end && end < place[1]);
        });
        if (!cut && this.doubtful(text.slice(start, end), word)) {
          text = text.slice(0, start) + word + text.slice(end);
          break;
        }
      }
    return text;
  };
  Matcher.prototype.doubtful = function (written, word) {
    var differing = 0, rarest = Infinity, i;
    if (this.terms.has(written)) return false;
    for (i = 0; i < word.length; i++) if (written[i] !== word[i]) differing++;
    if (differing !== 1) return false;
    for (i = 0; i + 1 < written.length; i++) rarest = Math.min(rarest, this.beside.get(written.slice(i, i + 2)) || 0);
    return rarest * this.data.times <= this.counts.get(word);
  };

  // ---- asking_clause.py
  Matcher.prototype.clauses = function (text) {
    var data = this.data, asks = new RegExp(data.asks, "u"), found = [];
    if (chars(text).length < data.long) return [];
    text.split(new RegExp(data.ends, "u")).forEach(function (sentence) {
      var before = "";
      sentence.split(new RegExp(data.commas, "u")).forEach(function (clause) {
        if (asks.test(clause)) found.push(chars(clause).length >= data.shortest ? clause : before + clause);
        before = clause;
      });
    });
    found = Array.from(new Set(found)).filter(function (one) {
      return chars(one).length >= data.shortest && chars(one).length < chars(text).length;
    });
    return found.slice(-data.clauses);
  };

  // ---- weighted_dice.py
  function Overlap(documents) {
    var self = this;
    this.size = documents.length;
    this.postings = new Map();
    this.tokens = documents.map(function (tokens) { return Array.from(new Set(tokens)); });
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

  // ---- entry_tokens.py
  function holders(overlap, owners) {
    var found = new Map();
    overlap.postings.forEach(function (list, token) { found.set(token, new Set(list.map(function (row) { return owners[row]; }))); });
    return found;
  }
  function known(overlap, holders, tokens, entries) {
    var total = 0, shares = entries.map(function () { return 0; }), together = 0;
    new Set(tokens).forEach(function (token) {
      var idf = overlap.idf.get(token), any = false;
      total += idf === undefined ? overlap.unseen : idf;
      if (idf === undefined) return;
      entries.forEach(function (entry, place) { if (holders.get(token).has(entry)) { shares[place] += idf; any = true; } });
      if (any) together += idf;
    });
    total = total || 1;
    return { shares: shares.map(function (share) { return share / total; }), together: together / total };
  }

  Overlap.prototype.among = function (chosen) {
    var self = this, size = chosen.length, holders = new Map(), shared = new Float64Array(size * size);
    chosen.forEach(function (number, place) {
      self.tokens[number].forEach(function (token) {
        var list = holders.get(token);
        if (list) list.push(place); else holders.set(token, [place]);
      });
    });
    holders.forEach(function (list, token) {
      var idf = self.idf.get(token);
      list.forEach(function (one) { list.forEach(function (other) { shared[one * size + other] += idf; }); });
    });
    for (var i = 0; i < size; i++)
      for (var j = 0; j < size; j++) {
        var whole = self.weight[chosen[i]] + self.weight[chosen[j]];
        shared[i * size + j] = whole > 0 ? 2 * shared[i * size + j] / whole : 0;
      }
    return shared;
  };

  // ---- neighbours.py
  Matcher.prototype.near = function (key) {
    var mix = this.data.mix, all = chars(key), size = this.size, characters = this.characters.dice(all);
    var sounds = this.sounds.dice(this.spelled(key)).dice, pairs = this.couples.dice(couples(key)).dice, likeness = characters.dice;
    for (var row = 0; row < size; row++) likeness[row] = mix[0] * likeness[row] + mix[1] * sounds[row] + mix[2] * pairs[row];
    var numbers = Array.from(likeness.keys()).sort(function (a, b) { return likeness[b] - likeness[a] || a - b; });
    numbers = numbers.slice(0, this.data.nearest).sort(function (a, b) { return a - b; });
    return {
      numbers: numbers,
      kernel: numbers.map(function (row) { return likeness[row] * likeness[row]; }),
      covered: numbers.map(function (row) { return characters.covered[row]; })
    };
  };
  Matcher.prototype.nearest = function (key) {
    return Math.max.apply(null, [0].concat(Array.from(this.near(key).kernel)));
  };
  Matcher.prototype.gram = function (numbers) {
    var mix = this.data.mix, gram = this.characters.among(numbers), sounds = this.sounds.among(numbers), pairs = this.couples.among(numbers);
    for (var i = 0; i < gram.length; i++) {
      var likeness = mix[0] * gram[i] + mix[1] * sounds[i] + mix[2] * pairs[i];
      gram[i] = likeness * likeness;
    }
    return gram;
  };

  // ---- kernel_ridge.py: (gram + penalty) votes = kernel, by Cholesky's square root
  function ridge(gram, kernel, penalty) {
    var size = kernel.length, votes = Float64Array.from(kernel), i, j, k, part;
    for (i = 0; i < size; i++)
      for (j = 0; j <= i; j++) {
        part = gram[i * size + j] + (i === j ? penalty : 0);
        for (k = 0; k < j; k++) part -= gram[i * size + k] * gram[j * size + k];
        gram[i * size + j] = i === j ? Math.sqrt(part) : part / gram[j * size + j];
      }
    for (i = 0; i < size; i++) {
      for (k = 0; k < i; k++) votes[i] -= gram[i * size + k] * votes[k];
      votes[i] /= gram[i * size + i];
    }
    for (i = size - 1; i >= 0; i--) {
      for (k = i + 1; k < size; k++) votes[i] -= gram[k * size + i] * votes[k];
      votes[i] /= gram[i * size + i];
    }
    return votes;
  }

  // ---- terms.py
  Matcher.prototype.named = function (text) {
    var words = this.data.terms.words, found = this.words ? this.fold(text).match(this.words) || [] : [];
    return new Set(found.map(function (word) { return words[word]; }));
  };
  Matcher.prototype.agreement = function (named, entry) {
    var terms = this.data.terms, often = this.data.often, about = this.about[entry];
    var found = { shared: [0, 0, 0, 0, 0], strange: [0, 0, 0, 0, 0], missed: [0, 0, 0, 0, 0] };
    named.forEach(function (number) {
      var own = Math.min((about.get(number) || 0) / often, 1), group = terms.groups[number], weight = terms.weights[number];
      found.shared[group] += own * weight;
      found.strange[group] += (1 - own) * weight;
    });
    about.forEach(function (share, number) {
      if (share >= often && !named.has(number)) found.missed[terms.groups[number]] += share * terms.weights[number];
    });
    return found;
  };

  // ---- scorers.py
  Matcher.prototype.inClauses = function (clauses) {
    var self = this, asked = new Map(), kernels = new Map();
    clauses.forEach(function (clause) {
      var near = self.near(clause), votes = ridge(self.gram(near.numbers), near.kernel, self.data.penalty), totals = new Map();
      near.numbers.forEach(function (row, place) {
        var owner = self.owners[row];
        totals.set(owner, (totals.get(owner) || 0) + votes[place]);
        kernels.set(owner, Math.max(kernels.get(owner) || 0, near.kernel[place]));
      });
      totals.forEach(function (total, owner) { asked.set(owner, Math.max(asked.get(owner) || 0, total)); });
    });
    return { asked: asked, kernels: kernels };
  };
  Matcher.prototype.scored = function (key, said, limit, clauses) {
    var self = this, data = this.data, near = this.near(key), votes = ridge(this.gram(near.numbers), near.kernel, data.penalty);
    var inside = clauses.length ? this.inClauses(clauses) : null;
    var totals = new Map(), seen = new Map(), length = chars(key).length, named = this.named(said);
    near.numbers.forEach(function (row, place) {
      var owner = self.owners[row], kernel = near.kernel[place];
      totals.set(owner, (totals.get(owner) || 0) + votes[place]);
      var one = seen.get(owner) || { entry: owner, kernel: -1, second: 0, covered: 0 };
      if (kernel > one.kernel) { one.second = Math.max(one.kernel, 0); one.kernel = kernel; }
      else if (kernel > one.second) one.second = kernel;
      one.covered = Math.max(one.covered, near.covered[place]);
      seen.set(owner, one);
    });
    var foreign = totals.get(this.entries) || 0, found = Array.from(seen.values());
    found = found.filter(function (one) { return one.entry < self.entries; });
    if (!found.length) return { entries: [], scores: [], first: 0, shown: 0 };
    found.forEach(function (one) {
      one.votes = totals.get(one.entry);
      one.asked = inside ? inside.asked.get(one.entry) || 0 : one.votes;
      one.asking = inside ? inside.kernels.get(one.entry) || 0 : one.kernel;
      one.overall = inside ? one.votes + one.asked : one.votes;
    });
    found.sort(function (a, b) { return b.overall - a.overall || a.entry - b.entry; });
    found = found.slice(0, data.most);
    var share = Math.min(1, data.spoken / Math.max(length, 1)), ranking = data.fitted.ranking[0], terms = this.words ? 1 : 0;
    var parts = couples(key), ids = found.map(function (one) { return one.entry; });
    var pairsKnown = known(this.couples, this.couplesOf, parts, ids), charactersKnown = known(this.characters, this.charactersOf, chars(key), ids);
    found.forEach(function (one, place) {
      var count = Math.min(data.owners[one.entry], data.many);
      one.pairs = pairsKnown.shares[place];
      one.characters = charactersKnown.shares[place];
      one.agreement = self.agreement(named, one.entry);
      var facts = [one.votes].concat(one.agreement.shared.map(scaled), one.agreement.missed.map(scaled), [one.asked, one.pairs * count / (count + data.few)]);
      one.worth = sum(facts.map(function (fact, place) { return fact * ranking[place]; }));
    });
    function scaled(value) { return share * value; }
    var order = found.map(function (_, place) { return place; });
    order.sort(function (a, b) { return found[b].worth - found[a].worth || a - b; });
    var highest = found[order[0]].worth, whole = sum(found.map(function (one) { return Math.exp(one.worth - highest); }));
    found.forEach(function (one) { one.share = Math.exp(one.worth - highest) / whole; });
    var best = found[order[0]], next = order.length > 1 ? found[order[1]].votes : 0;
    var rival = Math.max.apply(null, [foreign].concat(order.slice(1).map(function (place) { return found[place].votes; })));
    var asked = Math.max.apply(null, [0].concat(order.slice(1).map(function (place) { return found[place].asked; })));
    var features = [
      Math.log(Math.max(best.share, 1e-3) / (1 - Math.min(best.share, 0.999))),
      best.share,
      -sum(found.map(function (one) { return one.share * Math.log(one.share + 1e-9); })),
      best.votes,
      best.votes - next,
      best.votes - rival,
      foreign,
      Math.sqrt(best.kernel),
      Math.sqrt(best.second),
      best.covered,
      parts.filter(function (part) { return self.couples.idf.has(part); }).length / parts.length,
      Math.log(length + 1),
      Math.log(data.owners[best.entry]),
      sum(near.kernel) / 10
    ].concat(
      best.agreement.strange.map(scaled),
      best.agreement.missed.slice(0, 3).map(scaled),
      [share * sum(best.agreement.shared), Math.min(named.size, 3) / 3 * terms, terms, 0, 0],
      [best.asked, best.asked - asked, Math.sqrt(Math.max(best.asking, 0)), inside ? 1 : 0],
      [best.pairs, ahead("pairs"), best.characters, ahead("characters"), pairsKnown.together - best.pairs]
    );
    function ahead(name) {
      return best[name] - Math.max.apply(null, [0].concat(order.slice(1).map(function (place) { return found[place][name]; })));
    }
    var faint = Math.min(1, Math.max.apply(null, found.map(function (one) { return one.kernel; })) / data.faint);
    var first = probability(data.fitted.first, features), shown = Math.max(probability(data.fitted.shown, features), first) * faint;
    first *= faint;
    if (order[0] !== 0) {
      var others = order.slice(1).filter(function (place) { return place !== 0; });
      order = [order[0]].concat(others.slice(0, 1), [0], others.slice(1));
    }
    order = order.slice(0, limit).map(function (place) { return found[place]; });
    return {
      entries: order.map(function (one) { return one.entry; }),
      scores: order.map(function (one) { return one.share; }),
      first: first,
      shown: shown
    };
  };
  function probability(learned, features) {
    var weights = learned[2], total = weights[features.length];
    features.forEach(function (value, i) { total += (value - learned[0][i]) / learned[1][i] * weights[i]; });
    return 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, total))));
  }

  // ---- knowledge_index.py
  Matcher.prototype.rank = function (text, limit) {
    var self = this, data = this.data, key = this.key(text), exact = this.exact.get(key);
    var heard = chars(this.heard(chars(key).slice(0, data.read).join(""))).slice(0, data.compared).join("");
    if (!heard) return { decision: "unknown", ranked: [] };
    var said = this.heard(this.fold(text)), mended = this.corrected(heard), clauses = [];
    if (mended !== heard && this.nearest(mended) > this.nearest(heard) * data.nearer) {
      heard = mended;
      said = this.corrected(said);
    }
    this.clauses(text).forEach(function (clause) {
      clause = chars(self.heard(chars(self.key(clause)).slice(0, data.read).join(""))).slice(0, data.compared).join("");
      if (clause && clause !== heard) clauses.push(clause);
    });
    var scored = this.scored(heard, said, Math.max(limit, data.shown), clauses);
    var bodies = this.bodies ? this.fold(text).match(this.bodies) || [] : [], sure = confidences(scored, data.shown);
    var ranked = scored.entries.map(function (entry, place) {
      var doubted = bodies.some(function (body) { return data.covered[entry].indexOf(data.bodies.indexOf(body)) < 0; });
      return { entry: entry, confidence: doubted ? Math.min(sure[place], data.doubted) : sure[place] };
    });
    if (exact !== undefined) {
      ranked = [{ entry: exact, confidence: 1 }].concat(ranked.filter(function (one) { return one.entry !== exact; }));
      return { decision: "answer", ranked: ranked.slice(0, limit) };
    }
    var decision = !ranked.length ? "unknown" : ranked[0].confidence >= data.answer ? "answer" : scored.shown >= data.choose ? "choose" : "unknown";
    return { decision: decision, ranked: ranked.slice(0, limit) };
  };
  function confidences(scored, many) {
    if (!scored.entries.length) return [];
    var left = Math.max(scored.shown - scored.first, 0), rest = scored.scores.slice(1), total = sum(rest.slice(0, many - 1)) || 1, last = 1;
    return [scored.first].concat(rest.map(function (share) { return left * share / total; })).map(function (one) {
      last = Math.min(last, one);
      return last;
    });
  }
  return Matcher;
})();
if (typeof module !== "undefined") module.exports = Matcher;
