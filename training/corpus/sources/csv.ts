/**
 * The records of a CSV text (RFC 4180), each an array of fields. A field may stand in double quotes, and may then hold
 * commas, line ends and doubled quotes; records end with LF or CRLF. A byte order mark in front and empty lines are
 * skipped.
 * @throws RangeError for a quoted field that never ends, naming the record, from 1.
 */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  // A field with its separator: quoted or plain, then a comma, a line end or the end of the text.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  const content = text.replace(/^\uFEFF/, '');
  while (field.lastIndex < content.length) {
    const match = field.exec(content);
    if (!match) throw new RangeError(`record ${records.length + 1}: a quote that stands alone or never ends`);
    const [, quoted, plain = '', end] = match;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',' && field.lastIndex < content.length) continue;
    if (end === ',') fields.push('');
    if (fields.length > 1 || fields[0] !== '') records.push(fields);
    fields = [];
  }
  return records;
}

/**
 * The records below the first as objects by the names in the first.
 * @throws RangeError for a record of another length.
 */
export function parseCsvTable(text: string): Record<string, string>[] {
  const [names = [], ...records] = parseCsv(text);
  return records.map((record, index) => {
    if (record.length !== names.length) {
      throw new RangeError(`record ${index + 2}: ${record.length} fields, and the first record names ${names.length}`);
    }
    return Object.fromEntries(names.map((name, place) => [name, record[place]]));
  });
}
