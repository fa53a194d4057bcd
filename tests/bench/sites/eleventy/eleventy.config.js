module.exports = function (config) {
  config.addCollection("topics", (api) => group(api, (item) => [item.data.topic]));
  config.addCollection("words", (api) => group(api, (item) => item.data.keywords));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("unique", (rows, key) => [...new Set(rows.map((row) => row[key]))]);
  return { dir: { input: ".", output: "_site" }, markdownTemplateEngine: false };
};
// Eleventy pages one list at a time; lists by topic and word are cut into pages here.
function group(api, keys) {
  const groups = new Map();
  for (const item of api.getFilteredByTag("stories").reverse())
    for (const key of keys(item)) groups.has(key) ? groups.get(key).push(item) : groups.set(key, [item]);
  const rows = [];
  for (const [key, items] of [...groups].sort())
    for (let at = 0; at < items.length; at += 20)
      rows.push({ key, number: at / 20 + 1, of: Math.ceil(items.length / 20), items: items.slice(at, at + 20) });
  return rows;
}
