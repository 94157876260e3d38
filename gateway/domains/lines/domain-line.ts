import type { DomainDescribeResponse__Output } from '../../../proto/gen/nlu/v1/DomainDescribeResponse.js';
import type { ResolveRequest } from '../../../proto/gen/nlu/v1/ResolveRequest.js';
import type { ResolveResponse__Output } from '../../../proto/gen/nlu/v1/ResolveResponse.js';
import type { CallSettings } from '../../../serving/rpc/client.js';

/** The way to a domain: its replicas over the network (`replica-line.ts`), or a service in this process. */
export interface DomainLine {
  /** Number of replicas that are called by a stream now; undefined where the domain is in this process. */
  readonly streams: number | undefined;
  /**
   * Makes one call and resolves to its encoded reply, which is not checked.
   * @throws NluError the domain's own; UNAVAILABLE where it cannot be reached, DEADLINE_EXCEEDED, and the signal's reason
   */
  call(method: 'Interpret' | 'Rerank', request: Buffer, settings: CallSettings): Promise<Buffer>;
  /** @throws NluError as `call` does */
  resolve(request: ResolveRequest, settings: CallSettings): Promise<ResolveResponse__Output>;
  /** @throws NluError as `call` does */
  describe(settings: CallSettings): Promise<DomainDescribeResponse__Output>;
  close(): void;
}
