/** What classify must say, written with JSON.parse; knows nothing of spans. */

interface Verdict {
  readonly kind: string;
  readonly id?: string | undefined;
  readonly method?: string | undefined;
}

export function oracle(text: string): Verdict | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return single(value);
  const singles = value.length > 0 && value.every((member) => single(member) !== undefined);
  return singles ? { kind: 'batch' } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function single(value: unknown): Verdict | undefined {
  if (!isObject(value) || value['jsonrpc'] !== '2.0') return undefined;
  // `in` would also see inherited names; JSON.parse makes own properties only.
  const has = (name: string) => Object.hasOwn(value, name);
  const { id, method, params, error } = value;
  const idText =
    typeof id === 'string' ? JSON.stringify(id) : typeof id === 'number' ? 'number' : undefined;
  if (has('method')) {
    if (typeof method !== 'string') return undefined;
    if (has('params') && (typeof params !== 'object' || params === null)) return undefined;
    if (!has('id')) return { kind: 'notification', method };
    return idText === undefined ? undefined : { kind: 'request', id: idText, method };
  }
  if (has('result') === has('error')) return undefined;
  if (
    has('error') &&
    !(isObject(error) && Number.isInteger(error['code']) && typeof error['message'] === 'string')
  )
    return undefined;
  if (idText !== undefined) return { kind: 'response', id: idText };
  if (has('result') || (has('id') && id !== null)) return undefined;
  return { kind: 'response', id: 'null' };
}
