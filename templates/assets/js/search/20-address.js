// The address of a source is one word of the index: what site_builder/pages/search.py makes of it (address_word).

function addressWord(text) {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/web\.archive\.org\/web\/[^/]+\/(?=https?:)/, "")
    .replace(/^(https?:\/\/)?((www|m|amp|mobile)\.)?/, "")
    .split("#")[0];
  const cut = bare.indexOf("?");
  const [path, query] = cut < 0 ? [bare, ""] : [bare.slice(0, cut), bare.slice(cut + 1)];
  const kept = query.replace(
    /(^|&)((utm|mc|pk)_\w+|fbclid|gclid|igshid|ref|ref_src|cmpid|smid)(=[^&]*)?(?=&|$)/g,
    "",
  );
  return encodeURI(decoded(`${path}?${kept}`))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 100);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const isAddress = (text) => /^https?:\/\/\S+$/i.test(text) || /^[\w-]+(\.[\w-]+)+\/\S*$/.test(text);
const hostOf = (text) => text.replace(/^https?:\/\//i, "").replace(/^www\./i, "").split(/[/?#]/)[0];
