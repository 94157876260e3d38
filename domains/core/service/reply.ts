import type { Manifest } from '../../../bundles/format/manifest.js';
import type { VersionReport } from '../../../bundles/lifecycle/version-record.js';
import type { FoundEntities } from '../../../proto/codec/entity-fields.js';
import type { DomainDescribeResponse } from '../../../proto/gen/nlu/v1/DomainDescribeResponse.js';
import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { Hypothesis } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import type { LoadedVersion } from '../../../proto/gen/nlu/v1/LoadedVersion.js';
import type { Slot } from '../../../serving/hypothesis.js';
import type { Reranking } from '../interpreter/hypothesis.js';
import { warningText } from '../own-scores/warnings.js';
import { titleSlotsOf } from '../resolution/title-first.js';

const NOTHING_FOUND: ReadonlyMap<number, FoundEntities> = new Map();

/**
 * An interpretation on the wire, with the version that made it.
 * @param found the entities of hypotheses, by their places
 */
export function toReply(
  requestId: string,
  manifest: Manifest,
  interpretation: Reranking,
  found = NOTHING_FOUND,
): DomainInterpretResponse {
  return {
    requestId,
    hypotheses: interpretation.hypotheses.map((hypothesis, place) => toWire(manifest, hypothesis, found.get(place))),
    inDomain: interpretation.inDomain,
    bundleVersion: manifest.version,
    bundleDigest: manifest.digest,
    ...(interpretation.listedPopularity !== undefined && { listedPopularity: interpretation.listedPopularity }),
    ...(interpretation.aroundTitle !== undefined && { aroundTitle: interpretation.aroundTitle }),
    screened: interpretation.screened === true,
    controlsPlayback: interpretation.controlsPlayback === true,
    warnings: (interpretation.warnings ?? []).map(warningText),
  };
}

/** A domain knows no context: its posterior is its confidence. */
function toWire(
  { domain, titleSlots = {} }: Manifest,
  { intent, slots, scores, confidence, contributions, forbidden }: Reranking['hypotheses'][number],
  found: FoundEntities | undefined,
): Hypothesis {
  return {
    domain,
    intent,
    slots: [...slots],
    ...(scores && { scores }),
    confidence,
    posterior: confidence,
    contributions: [...contributions],
    priorShift: 0,
    title: titleOf(slots, titleSlotsOf(titleSlots, intent)),
    ...(forbidden && { forbidden }),
    ...found,
  };
}

/** The value of the first of the slots that names a work; empty where none of them is filled. */
function titleOf(slots: readonly Slot[], titleSlots: readonly string[]): string {
  for (const name of titleSlots) {
    const slot = slots.find((each) => each.name === name);
    if (slot) return slot.value;
  }
  return '';
}

/** The active bundle, and every version that the service knows of. @param catalogues reports on those of its catalogue */
export function toDescription(
  manifest: Manifest,
  reports: readonly VersionReport[],
  catalogues: readonly VersionReport[],
): DomainDescribeResponse {
  return {
    domain: manifest.domain,
    intents: Object.entries(manifest.schema).map(([name, slots]) => ({ name, slots })),
    bundleVersion: manifest.version,
    bundleDigest: manifest.digest,
    rerankerForm: manifest.reranker.form,
    rerankerWeights: Object.entries(manifest.reranker.weights).map(([name, value]) => ({ name, value })),
    ownScores: (manifest.ownScores?.scores ?? []).map(({ name, kind, least, most, always }) => {
      return { name, kind, least, most, always };
    }),
    versions: reports.map(loadedVersion),
    catalogueVersions: catalogues.map(loadedVersion),
  };
}

function loadedVersion({ version, digest = '', state }: VersionReport): LoadedVersion {
  return { version, digest, state: state.name };
}
