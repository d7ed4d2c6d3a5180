// Words that the index does not have: the nearest one that it has, as far as a slip of the hand may lead.

// All texts in CBOR: what stands in a chunk of words beside numbers.
function textsIn(bytes) {
  const decoder = new TextDecoder();
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at] >> 5;
    let length = bytes[at] & 31;
    at += 1;
    if (length >= 24) {
      const end = at + (1 << (length - 24));
      for (length = 0; at < end; at += 1) length = length * 256 + bytes[at];
    }
    if (kind !== 3) continue;
    found.push(decoder.decode(bytes.subarray(at, at + length)));
    at += length;
  }
  return found;
}

// Letters that are missing, too many, wrong, or in each other's place (optimal string alignment).
function distance(a, b) {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}

// The index has stems: what a word ends in beyond them counts less than a slip before, and another last letter may be
// the stem's own: Pagefind itself turns "italy" into "itali".
function nearest(word, stems) {
  const enough = (stem) => word.startsWith(stem) && stem.length >= Math.max(3, word.length - 3);
  const begun = word.slice(0, -1);
  let best = { stem: word, cost: word.length < 8 ? 1.6 : 2.1 };
  for (const stem of stems) {
    const over = word.length - stem.length;
    if (stem[0] !== word[0] && stem[1] !== word[0]) continue;
    if (stem.startsWith(word) || enough(stem) || (over === 0 && stem.startsWith(begun))) return word;
    if (stem.length < 3 || over < -2 || over > 5) continue;
    const ends = Math.max(0, over - 2) / 2;
    const slips = Math.min(...[-1, 0, 1].map((more) => distance(word.slice(0, stem.length + more), stem)));
    if (slips + ends < best.cost) best = { stem, cost: slips + ends };
  }
  return best.stem;
}
