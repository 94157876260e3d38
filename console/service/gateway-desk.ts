import type { DescribeRequest } from '../../proto/gen/nlu/v1/DescribeRequest.js';
import type { DescribeResponse__Output } from '../../proto/gen/nlu/v1/DescribeResponse.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';

/** The calls that the console makes. @throws NluError with the gateway's code */
export interface GatewayDesk {
  /** `host:port`. */
  readonly address: string;
  interpret(request: InterpretRequest): Promise<InterpretResponse__Output>;
  describe(request: DescribeRequest): Promise<DescribeResponse__Output>;
}
