// Pagefind's WebAssembly (version 1.5), fed from the packed index: what lies in pagefind/packed/, and why it is not
// read by Pagefind's own script, is said in site_builder/search/pack.py.

const bundle = new URL(finder.dataset.bundle, location.href);
const SIGNATURE = 12; // bytes before the contents of Pagefind's own files
const LENGTH_STEP = 32; // words; as in pack.py

async function read(path, options) {
  const answer = await fetch(new URL(path, bundle), options);
  if (!answer.ok) throw new TypeError(`${path}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes; // unpacked on the way, or never packed
  // Not through a Blob, whose bytes would go to another process and back.
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  writer.write(bytes).catch(() => {}); // what is wrong with the bytes is told to the reader
  writer.close().catch(() => {});
  return new Uint8Array(await new Response(readable).arrayBuffer());
}

const SLIPS = 5; // letters of a word that may be a slip of the hand

const parsed = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

// What is read once is kept; what could not be read is asked for again.
function once(make) {
  const kept = new Map();
  return (key) => {
    if (!kept.has(key)) {
      const made = make(key);
      kept.set(key, made);
      made.catch(() => kept.delete(key));
    }
    return kept.get(key);
  };
}

// CBOR (RFC 8949) of numbers, texts and arrays.
function cbor(value, bytes = []) {
  const head = (kind, n) => {
    if (n < 24) bytes.push(kind | n);
    else if (n < 256) bytes.push(kind | 24, n);
    else bytes.push(kind | 25, n >> 8, n & 255);
  };
  if (typeof value === "number") head(0, value);
  else if (typeof value === "string") {
    const text = new TextEncoder().encode(value);
    head(0x60, text.length);
    bytes.push(...text);
  } else {
    head(0x80, value.length);
    for (const one of value) cbor(one, bytes);
  }
  return bytes;
}

const index = once(async () => parsed(await read("packed/index.json", { cache: "no-cache" })));
const packed = once(async (name) => read(`packed/${(await index()).folder}/${name}.pack`));
const table = once(async (name) => parsed(await packed(name)));

const fragment = once(async (page) => {
  const bytes = await read(`fragment/${(await index()).folder}_${page}.pf_fragment`);
  return parsed(bytes.subarray(SIGNATURE));
});

// The functions of the WebAssembly as wasm-bindgen passes texts and bytes to them.
async function instantiate(bytes) {
  let wasm;
  const bound = () => {
    const externrefs = wasm.__wbindgen_externrefs;
    const at = externrefs.grow(4);
    [undefined, undefined, null, true, false].forEach((value, n) => externrefs.set(n && at + n - 1, value));
  };
  const imports = { "./pagefind_web_bg.js": { __wbindgen_init_externref_table: bound } };
  wasm = (await WebAssembly.instantiate(bytes, imports)).instance.exports;
  wasm.__wbindgen_start();
  const pass = (value) => {
    const data = typeof value === "string" ? new TextEncoder().encode(value) : value;
    const at = wasm.__wbindgen_malloc(data.length, 1) >>> 0;
    new Uint8Array(wasm.memory.buffer).set(data, at);
    return [at, data.length];
  };
  const told = ([at, length]) => {
    const text = new TextDecoder().decode(new Uint8Array(wasm.memory.buffer, at >>> 0, length));
    wasm.__wbindgen_free(at, length, 1);
    return JSON.parse(text);
  };
  return {
    part: (meta) => wasm.init_pagefind(...pass(meta)) >>> 0,
    rank: (part, weights) => wasm.set_ranking_weights(part, ...pass(JSON.stringify(weights))) >>> 0,
    add: (part, chunk) => wasm.load_index_chunk(part, ...pass(chunk)) >>> 0,
    chunks: (part, term) => told(wasm.request_indexes(part, ...pass(term))),
    search: (part, term, written, exact) =>
      told(wasm.search(part, ...pass(term), ...pass(written), ...pass("{}"), ...pass(""), exact, false)),
  };
}

const RANKING = {
  term_similarity: null,
  page_length: null,
  term_saturation: null,
  term_frequency: null,
  diacritic_similarity: null,
  meta_weights: null,
};

const engine = once(async () => {
  const { wasm, pages } = await index();
  const [bytes, { version, parts: count, fields, lengths, chunks: bounds, common }] = await Promise.all([
    read(wasm),
    table("table"),
  ]);
  const pagefind = await instantiate(bytes.subarray(SIGNATURE));
  const chunks = Array.from({ length: bounds.length / 2 }, (_, n) => [bounds[2 * n], bounds[2 * n + 1], `${n}`]);
  const parts = Array.from({ length: count }, (_, part) => {
    const own = [];
    for (let page = part; page < pages; page += count) own.push([`${page}`, lengths[page] * LENGTH_STEP || 1]);
    const meta = cbor([version, own, part ? [] : chunks, [], [], fields]);
    return pagefind.rank(pagefind.part(Uint8Array.from(meta)), RANKING);
  });

  const stems = new Set(); // the words of the chunks that have been read
  const chunk = once(async (name) => {
    const data = await packed(name);
    const lengthOf = new DataView(data.buffer, data.byteOffset);
    let at = 4 * count;
    parts.forEach((part, n) => {
      const end = at + lengthOf.getUint32(4 * n);
      parts[n] = pagefind.add(part, data.subarray(at, end));
      at = end;
    });
    for (const stem of textsIn(data.subarray(4 * count))) stems.add(stem);
  });
  // Of a word that no chunk has, that in which it would stand: Pagefind looks there for how it begins.
  const around = (word) => chunks.findLast(([from]) => from <= word)?.[2];
  const chunksOf = (term) => {
    const names = new Set([...pagefind.chunks(parts[0], term), ...term.split(" ").map(around)]);
    return Promise.all([...names].filter(Boolean).map(chunk));
  };

  // A word, or the nearest that the index has. In short words every slip makes another word.
  const known = async (word) => {
    const term = plain(word);
    if (term.length < SLIPS || /\P{L}/u.test(term)) return word;
    await Promise.all([chunksOf(term), chunksOf(term.slice(0, Math.max(3, term.length - 3)))]);
    const stem = nearest(term, stems);
    return stem === term ? word : stem;
  };

  // The pages that have all words of a text, or words that begin so, best first: {page, score, places}.
  const search = async (text) => {
    const exact = /^\s*".+"\s*$/.test(text);
    const written = cleaned(text);
    if (!written) return [];
    const term = plain(text);
    await chunksOf(term);
    return parts
      .flatMap((part) => pagefind.search(part, term, written, exact).results)
      .map(({ p, s, l }) => ({ page: +p, score: s, places: l }))
      .sort(byScore);
  };
  return { search, known, common: new Set(common) };
});

// As Pagefind's own script hands questions over.
const cleaned = (text) =>
  text
    .toLocaleLowerCase()
    .replace(/[\p{Pd}\p{Pe}\p{Pf}\p{Pi}\p{Po}\p{Ps}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
const plain = (text) => cleaned(text).normalize("NFD").replace(/\p{M}/gu, "");

const byScore = (a, b) => b.score - a.score || a.page - b.page;
