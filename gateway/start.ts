import { Admission } from '../proto/rpc/admission.js';
import { type RunningServer, startServer } from '../proto/rpc/server.js';
import type { GatewayConfig } from './config.js';
import { openDomain } from './domain-client.js';
import { MissingRisk } from './missing-risk.js';
import { loadPriorTable } from './prior-table.js';
import { deployedPriors, fixedPriors } from './prior-versions.js';
import { gatewayService } from './service.js';

/** A gateway that listens and serves. */
export interface RunningGateway {
  /** `host:port`, ready to dial. */
  readonly address: string;
  /** Finishes what is in flight, for `drainMs` at most, and lets go of the domains. */
  stop(): Promise<void>;
}

/** Puts the gateway together and starts it. @throws NluError for a bad prior table or an address that is taken. */
export async function startGateway(config: GatewayConfig): Promise<RunningGateway> {
  const initial = loadPriorTable(config.priors);
  const priors = config.priorBundles ? deployedPriors(config.priorBundles, initial) : fixedPriors(initial);
  const domains = new Map(config.domains.map((domain) => [domain.name, openDomain(domain, config)]));
  const service = gatewayService({
    config,
    priors,
    domains,
    missingRisk: new MissingRisk(config.rejection.posterior),
    admission: new Admission(config.admission),
  });
  const server: RunningServer = await startServer({ ...config.listen, services: [service] });
  await priors.start(server.address);
  server.setServing(true);
  return {
    address: server.address,
    async stop() {
      await server.drain(config.drainMs);
      for (const domain of domains.values()) domain.close();
      await priors.close();
    },
  };
}
