// What a question finds: pages with their scores, then those that the filters leave.

const ENOUGH = 3; // results; where all words find fewer, incidents with some of them are shown too
const AT_MOST = 20; // of these
const ADDRESSES = 20; // results for an address that are looked at

// The newest questions: a filter or an order is changed without asking again.
const KEPT = 20;
const answers = new Map();

// {hits, some}: what has all words, and what has some of them if there is little of the first. Best first.
async function find(text) {
  const asked = text.trim().replace(/\s+/g, " ");
  if (!asked) return { hits: null, some: [] };
  if (!answers.has(asked)) {
    const answer = isAddress(asked) ? await atAddress(asked) : await withWords(asked);
    answers.set(asked, answer);
    if (answers.size > KEPT) answers.delete(answers.keys().next().value);
  }
  return answers.get(asked);
}

// Where Pagefind does not know a word it takes a shorter one: another page of the same host, for an address.
// A query that no source has is taken for a tracking parameter that is not known as one.
async function atAddress(asked) {
  const { search } = await engine();
  for (const word of new Set([addressWord(asked), addressWord(asked.split("?")[0])])) {
    const first = (await search(word)).slice(0, ADDRESSES);
    const data = await Promise.all(first.map(({ page }) => fragment(page)));
    const hits = first.filter((_, n) => data[n].content.split(/\s+/).some((one) => one.startsWith(word)));
    if (hits.length) return { hits, some: [] };
  }
  return { hits: [], some: [] };
}

async function withWords(asked) {
  const { search, known, common } = await engine();
  const all = asked.split(" ");
  const telling = all.filter((word) => !common.has(word.toLowerCase()));
  const used = /"/.test(asked) ? all : await Promise.all((telling.length ? telling : all).map(known));
  const hits = await search(used.join(" "));
  if (hits.length >= ENOUGH || used.length < 2) return { hits, some: [] };
  return { hits, some: await withSome(used, new Set(hits.map(({ page }) => page))) };
}

// Each word by itself: a page counts for the sum of its scores, and for the share of words that it has.
async function withSome(used, taken) {
  const { search } = await engine();
  const parts = [...new Set(used.flatMap((word) => word.split(/[\p{Pd}\p{Po}"]+/u)))].filter(Boolean);
  const pages = new Map();
  for (const results of await Promise.all(parts.map(search))) {
    for (const { page, score, places } of results) {
      if (taken.has(page)) continue;
      const sum = pages.get(page) ?? { page, score: 0, words: 0, places: [] };
      sum.score += score;
      sum.words += 1;
      sum.places.push(...places);
      pages.set(page, sum);
    }
  }
  const sums = [...pages.values()];
  for (const sum of sums) sum.score *= sum.words / parts.length;
  return sums.sort(byScore).slice(0, AT_MOST);
}

// ------------------------------------------------------------ filters
// name -> {has(value, page), counts(pages): Map of value -> number}. Of few values: a column. Of many: lists of pages.
const columns = once(async (name) => {
  const { values, of } = (await table("facets"))[name];
  const place = new Map(values.map((value, n) => [value, n]));
  return {
    has: (value, page) => of[page] === place.get(value),
    counts: (pages) => {
      const counts = new Map();
      for (const page of pages) {
        const value = values[of[page]];
        if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return counts;
    },
  };
});

// A value is "id name".
const terms = once(async (name) => {
  const byId = new Map();
  for (const [value, steps] of await table(name)) {
    const cut = value.indexOf(" ");
    let last = 0;
    byId.set(value.slice(0, cut), { name: value.slice(cut + 1), pages: new Set(steps.map((step) => (last += step))) });
  }
  return {
    byId,
    has: (id, page) => byId.get(id)?.pages.has(page) ?? false,
    counts: (pages) => {
      const counts = new Map();
      for (const [id, { pages: having }] of byId) {
        let n = 0;
        if (pages.size < having.size) for (const page of pages) n += having.has(page);
        else for (const page of having) n += pages.has(page);
        if (n) counts.set(id, n);
      }
      return counts;
    },
  };
});

// The tests that a state's filters make, each under its name.
async function tests(state) {
  const made = new Map();
  for (const name of CHOICES) {
    if (!state[name]) continue;
    const column = await columns(name);
    made.set(name, (page) => column.has(state[name], page));
  }
  for (const name of FACETS) {
    if (!state[name].length) continue;
    const facet = await terms(name);
    made.set(name, (page) => state[name].every((id) => facet.has(id, page)));
  }
  return made;
}

const passing = (hits, tests, except) => {
  const used = [...tests].filter(([name]) => name !== except).map(([, test]) => test);
  return hits.filter(({ page }) => used.every((test) => test(page)));
};

// {hits, some, whole, tests}: `whole` is what the words alone find, from which counts are made: with all, else with some.
async function ask(state) {
  const [{ hits, some }, made, { pages }] = await Promise.all([find(state.q), tests(state), index()]);
  const whole = hits ?? Array.from({ length: pages }, (_, page) => ({ page, score: 0, places: [] }));
  const order = { newest: (a, b) => a.page - b.page, oldest: (a, b) => b.page - a.page }[state.sort];
  const left = passing(whole, made);
  return { hits: order ? left.sort(order) : left, some: passing(some, made), whole: whole.length ? whole : some, tests: made };
}
