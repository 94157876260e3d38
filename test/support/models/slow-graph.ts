import onnxProto from 'onnx-proto';

const { onnx } = onnxProto;
const { BOOL, INT64 } = onnx.TensorProto.DataType;

/**
 * A graph that answers as `graph` does, after it went round a loop so many times: native code that nothing can interrupt.
 * @param input the input that the loop hands on
 */
export function slowGraph(graph: Uint8Array, input: string, turns: number): Uint8Array {
  const model = onnx.ModelProto.decode(graph);
  const whole = model.graph!;
  for (const node of whole.node ?? [])
    node.input = node.input?.map((name) => (name === input ? 'slow_out' : name)) ?? [];
  const elemType = whole.input?.find(({ name }) => name === input)?.type?.tensorType?.elemType;
  const value = (name: string, type: number | null | undefined, dim?: object[]) => ({
    name,
    type: { tensorType: { elemType: type, ...(dim ? { shape: { dim } } : {}) } },
  });
  const body = {
    name: 'turn',
    node: [
      { opType: 'Identity', input: ['slow_go'], output: ['slow_go_on'] },
      { opType: 'Identity', input: ['slow_in'], output: ['slow_next'] },
    ],
    input: [value('slow_turn', INT64, []), value('slow_go', BOOL, []), value('slow_in', elemType)],
    output: [value('slow_go_on', BOOL, []), value('slow_next', elemType)],
  };
  const loop = {
    opType: 'Loop',
    input: ['slow_turns', 'slow_true', input],
    output: ['slow_out'],
    attribute: [{ name: 'body', type: onnx.AttributeProto.AttributeType.GRAPH, g: body }],
  };
  const constants = [
    { name: 'slow_turns', dims: [], dataType: INT64, int64Data: [turns] },
    { name: 'slow_true', dims: [], dataType: BOOL, int32Data: [1] },
  ];
  const slow = onnx.GraphProto.create({
    ...whole,
    node: [onnx.NodeProto.create(loop as object), ...(whole.node ?? [])],
    initializer: [...(whole.initializer ?? []), ...constants.map((each) => onnx.TensorProto.create(each as object))],
  });
  return onnx.ModelProto.encode(onnx.ModelProto.create({ ...model, graph: slow })).finish();
}
