import { Counter, Gauge, type Registry } from 'prom-client';
import { CHECKS } from '../../../bundles/format/refusal.js';
import type { VersionReport } from '../../../bundles/lifecycle/version-record.js';
import { confidenceHistogram } from '../../../serving/observability/confidence.js';
import type { Reranking } from '../interpreter/hypothesis.js';

/** The fields of an answer that are counted. */
interface AnswerCounts extends Pick<Reranking, 'screened' | 'warnings'> {
  readonly hypotheses: readonly { readonly confidence: number }[];
}

/** A domain's metrics of its versions and confidences: names and numbers only, no text of a request. */
export class DomainMetrics {
  readonly #domain: string;
  readonly #refusals: Counter<'domain' | 'check'>;
  readonly #screened: Counter<'domain'>;
  readonly #warnings: Counter<'domain' | 'score' | 'kind'>;
  readonly #confidence: (domain: string, confidence: number) => void;

  /** @param reports by the name of what is deployed, the versions at the moment of the scrape */
  constructor(registry: Registry, domain: string, reports: Readonly<Record<string, () => readonly VersionReport[]>>) {
    const registers = [registry];
    this.#domain = domain;
    this.#confidence = confidenceHistogram(registry);
    this.#refusals = new Counter({
      name: 'nlu_bundle_refusals_total',
      help: 'Bundle versions that failed a check, by check',
      labelNames: ['domain', 'check'],
      registers,
    });
    this.#screened = new Counter({
      name: 'nlu_screened_total',
      help: 'Utterances that the screen ended: not the domain’s by its classifier alone',
      labelNames: ['domain'],
      registers,
    });
    this.#warnings = new Counter({
      name: 'nlu_score_warnings_total',
      help: 'Rerank calls with a score outside of the range of training, or missing where training always had it',
      labelNames: ['domain', 'score', 'kind'],
      registers,
    });
    // Prometheus sees an increase only from a sample that was there before.
    for (const name of Object.keys(reports)) {
      for (const check of ['fetch', ...CHECKS]) this.#refusals.inc({ domain: name, check }, 0);
    }
    const active = () =>
      Object.entries(reports).flatMap(([name, reportsOf]) => {
        const report = reportsOf().find(({ state }) => state.name === 'active');
        return report ? [{ name, report }] : [];
      });
    new Gauge({
      name: 'nlu_bundle_active',
      help: '1, with the version that answers and its digest',
      labelNames: ['domain', 'version', 'digest'],
      registers,
      collect() {
        this.reset();
        for (const { name, report } of active()) {
          this.set({ domain: name, version: report.version, digest: report.digest ?? '' }, 1);
        }
      },
    });
    new Gauge({
      name: 'nlu_bundle_active_since_seconds',
      help: 'When the version that answers became active, as Unix time: time() less it is its age',
      labelNames: ['domain'],
      registers,
      collect() {
        this.reset();
        for (const { name, report } of active()) this.set({ domain: name }, report.since / 1000);
      },
    });
  }

  /** @param name of what is deployed: the domain, or its catalogue */
  changed(name: string, { state }: Pick<VersionReport, 'state'>): void {
    if (state.name === 'refused') this.#refusals.inc({ domain: name, check: state.check });
  }

  /** @param hypotheses best first */
  interpreted({ hypotheses: [best], screened, warnings = [] }: AnswerCounts): void {
    for (const { score, kind } of warnings) this.#warnings.inc({ domain: this.#domain, score, kind });
    if (screened) this.#screened.inc({ domain: this.#domain });
    this.#confidence(this.#domain, best?.confidence ?? 0);
  }
}
