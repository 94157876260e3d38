import onnxProto, { type onnx as Onnx } from 'onnx-proto';

// The package is CommonJS: Node offers its exports on the default one only.
const { onnx } = onnxProto;
const { DataType } = onnx.TensorProto;

/** Element types that our graphs use, by ONNX's names. */
export type ElementType = 'float' | 'double' | 'int8' | 'int32' | 'int64';

const ELEMENT: Record<ElementType, number> = {
  float: DataType.FLOAT,
  double: DataType.DOUBLE,
  int8: DataType.INT8,
  int32: DataType.INT32,
  int64: DataType.INT64,
};

const OPSET = 13;
const IR_VERSION = 7;

/** Builds one ONNX model node by node; names are given by the caller, so that equal calls give equal bytes. */
export class GraphBuilder {
  readonly #nodes: Onnx.INodeProto[] = [];
  readonly #initializers: Onnx.ITensorProto[] = [];
  readonly #inputs: Onnx.IValueInfoProto[] = [];
  readonly #outputs: Onnx.IValueInfoProto[] = [];

  /** A dimension that is a string may vary from run to run. */
  input(name: string, type: ElementType, shape: readonly (number | string)[]): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(name: string, type: ElementType, shape: readonly (number | string)[]): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  constant(name: string, type: ElementType, dims: readonly number[], values: ArrayBufferView): string {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#initializers.push({ name, dataType: ELEMENT[type], dims: [...dims], rawData });
    return name;
  }

  /**
   * Adds a node of one output, which it is named after; all attributes that we need are whole numbers, or lists of
   * them.
   */
  node(
    opType: string,
    inputs: readonly string[],
    output: string,
    attributes: Record<string, number | number[]> = {},
  ): string {
    const { INT, INTS } = onnx.AttributeProto.AttributeType;
    this.#nodes.push({
      opType,
      name: output,
      input: [...inputs],
      output: [output],
      attribute: Object.entries(attributes).map(([name, value]) =>
        typeof value === 'number' ? { name, type: INT, i: value } : { name, type: INTS, ints: value },
      ),
    });
    return output;
  }

  cast(input: string, to: ElementType, output: string): string {
    return this.node('Cast', [input], output, { to: ELEMENT[to] });
  }

  /** The model's bytes. */
  build(name: string): Uint8Array {
    const model = onnx.ModelProto.create({
      irVersion: IR_VERSION,
      producerName: 'nlu-reranker',
      opsetImport: [{ domain: '', version: OPSET }],
      graph: {
        name,
        node: this.#nodes,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
    });
    return onnx.ModelProto.encode(model).finish();
  }
}

function valueInfo(name: string, type: ElementType, shape: readonly (number | string)[]): Onnx.IValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ELEMENT[type], shape: { dim } } } };
}
