import type { InProcessCalls } from '../../../serving/in-process/in-process-channel.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import type { DomainLine } from './domain-line.js';

/** The line to a domain whose service runs in this process. It is never repeated or hedged: there is one replica. */
export function inProcessLine(service: InProcessCalls): DomainLine {
  const { Describe, Resolve } = definitions().domain;
  return {
    streams: undefined,
    call: (method, request, settings) => service.call(method, request, settings),
    resolve: (request, settings) =>
      service.call('Resolve', Resolve.requestSerialize(request), settings).then(Resolve.responseDeserialize),
    describe: (settings) =>
      service.call('Describe', Describe.requestSerialize({}), settings).then(Describe.responseDeserialize),
    close: () => {},
  };
}
