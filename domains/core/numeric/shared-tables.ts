type TableArray =
  | Uint32Array
  | Int32Array
  | Float64Array
  | Float32Array
  | Uint16Array
  | Int16Array
  | Int8Array
  | Uint8Array;
type ArrayType = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TableArray;

/** The arrays that tables may be. */
const ARRAYS: Readonly<Record<string, ArrayType>> = {
  Uint32Array,
  Int32Array,
  Float64Array,
  Float32Array,
  Uint16Array,
  Int16Array,
  Int8Array,
  Uint8Array,
};

/** Where an array lies in a buffer: `length` elements from byte `tableAt` on. */
interface TablePlace {
  readonly tableAt: number;
  readonly length: number;
  /** A key of ARRAYS. */
  readonly array: string;
}

/** Arrays of at least this many bytes are tables; smaller ones are cheaper to copy than to keep apart. */
const TABLE_FROM = 64 * 1024;
/** Every table begins at a multiple of this many bytes, which typed arrays require. */
const ALIGNMENT = 8;

/**
 * Writes the tables of a structure of plain fields into a buffer, one after the other, and returns the structure with a
 * place for each: small enough to be sent to another thread.
 * @param bufferOf gives a buffer of that many bytes or more
 */
export function packTables(value: unknown, bufferOf: (bytes: number) => SharedArrayBuffer): unknown {
  const tables: TableArray[] = [];
  let bytes = 0;
  const packed = replaced(value, (node): object | undefined => {
    // A message would carry all of the memory that a view is of.
    if (ArrayBuffer.isView(node) && !isTable(node)) return ownMemory(node);
    if (!isTable(node)) return undefined;
    const place = { tableAt: bytes, length: node.length, array: arrayName(node) };
    tables.push(node);
    bytes += aligned(node.byteLength);
    return place;
  });
  const target = new Uint8Array(bufferOf(bytes));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of tables) {
    target.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return packed;
}

/** The structure that was packed, its tables views of the buffer. */
export function unpackTables(packed: unknown, buffer: SharedArrayBuffer): unknown {
  return replaced(packed, (node) => {
    if (!isPlace(node)) return undefined;
    return new ARRAYS[node.array](buffer, node.tableAt, node.length);
  });
}

/** A copy of a structure in which `replacement` stands for every node that it has one for. */
function replaced(node: unknown, replacement: (node: object) => object | undefined): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const instead = replacement(node);
  if (instead) return instead;
  if (ArrayBuffer.isView(node)) return node;
  if (Array.isArray(node)) return node.map((child) => replaced(child, replacement));
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, replaced(child, replacement)]));
}

function isTable(node: object): node is TableArray {
  return ArrayBuffer.isView(node) && arrayName(node) in ARRAYS && node.byteLength >= TABLE_FROM;
}

/** A key of ARRAYS for what may be a table; a Buffer is an array of bytes. */
function arrayName(node: ArrayBufferView): string {
  return node instanceof Uint8Array ? 'Uint8Array' : node.constructor.name;
}

function ownMemory(node: ArrayBufferView): ArrayBufferView {
  const array = ARRAYS[arrayName(node)];
  if (!array || node.byteLength === node.buffer.byteLength) return node;
  const { buffer, byteOffset, byteLength } = node;
  const own = Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength)).buffer;
  return new array(own, 0, (node as TableArray).length);
}

function isPlace(node: object): node is TablePlace {
  return 'tableAt' in node;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
