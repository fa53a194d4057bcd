// Reads {script, files: {name: base64}, queries, texts, names} as JSON; answers with what search-index.js makes of them.
const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const search = require(input.script);
function read(name) {
  const data = Buffer.from(input.files[name], 'base64');
  return Promise.resolve(name.endsWith('.bin') ? new Uint8Array(data) : JSON.parse(data.toString('utf8')));
}
search.openIndex(read).then(async function (index) {
  const found = [], narrowed = [];
  for (const query of input.queries) {
    const slots = await index.find(query);
    found.push(slots);
    narrowed.push(await index.narrow(slots, input.chosen));
  }
  const rows = await index.describe((found[0] || []).slice(0, 10));
  console.log(JSON.stringify({
    found, narrowed, rows, folded: input.texts.map(search.fold), pieces: input.marked.map((m) => search.pieces(m[0], m[1], m[2])),
    names: input.names.map((n) => search.matchName(n[0], n[1]))
  }));
});
