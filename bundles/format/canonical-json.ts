/**
 * The canonical text of a JSON value by the rules of RFC 8785: keys in UTF-16 code unit order, no white space, numbers
 * and strings as ECMAScript prints them. Equal values give equal texts, so that a digest of the text names the value.
 * @throws TypeError for what JSON cannot say, such as undefined, NaN or a class instance; JSON.stringify would drop it
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is not a JSON number`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || ![Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    throw new TypeError(`a ${typeof value} is not a JSON value`);
  }
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson((value as Record<string, unknown>)[key])}`);
  return `{${members.join(',')}}`;
}
