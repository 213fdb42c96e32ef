/**
 * Answers every request with its own params, as fast as it can. `tools/call die` ends it without
 * an answer.
 */
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  let answers = '';
  for (const line of lines) answers += answerTo(JSON.parse(line));
  if (answers !== '') process.stdout.write(answers);
});

function answerTo({ id, method, params }) {
  if (id === undefined) return '';
  if (params?.name === 'die') process.exit(1);
  if (method !== 'initialize') return `${JSON.stringify({ jsonrpc: '2.0', id, result: params })}\n`;
  const { protocolVersion } = params;
  const serverInfo = { name: 'soak', version: '1' };
  const result = { protocolVersion, capabilities: {}, serverInfo };
  return `${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`;
}
