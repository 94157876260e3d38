import { type ChannelOptions, callUnary, openChannel } from '../proto/rpc/client.js';
import { definitions } from '../proto/rpc/definitions.js';
import type { GatewayConfig } from './config.js';
import type { AskSettings } from './fan-out.js';
import type { DomainReply } from './hypothesis.js';
import { checkReply } from './reply.js';
import type { Query, RerankQuery } from './request.js';

/** The gateway's line to one domain. */
export interface DomainClient {
  readonly name: string;
  /** Rejects with an NluError: the domain's own, or INTERNAL for a reply that is refused. */
  interpret(query: Query, settings: AskSettings): Promise<DomainReply>;
  rerank(query: RerankQuery, settings: AskSettings): Promise<DomainReply>;
  close(): void;
}

/** Opens the line; it connects on the first call. */
export function openDomain(
  { name, addresses }: GatewayConfig['domains'][number],
  maxHypotheses: number,
  options: ChannelOptions = {},
): DomainClient {
  const channel = openChannel(addresses[0], options);
  const { Interpret, Rerank } = definitions().domain;
  const common = ({ utterance, requestId, versions, explain }: Query) => ({
    utterance,
    requestId,
    version: versions.get(name) ?? '',
    explain,
  });
  const expectation = ({ textLength, versions, explain }: Query) => ({
    domain: name,
    textLength,
    version: versions.get(name),
    maxHypotheses,
    explain,
  });
  return {
    name,
    // How many hypotheses is left to the bundle: its re-ranker was trained on lists of that length.
    interpret: async (query, settings) =>
      checkReply(await callUnary(channel, Interpret, common(query), settings), expectation(query)),
    rerank: async (query, settings) => {
      const hypotheses = (query.hypotheses.get(name) ?? []).map(({ hypothesis }) => ({
        ...hypothesis,
        slots: [...hypothesis.slots],
      }));
      return checkReply(
        await callUnary(channel, Rerank, { ...common(query), hypotheses }, settings),
        expectation(query),
      );
    },
    close: () => channel.close(),
  };
}
