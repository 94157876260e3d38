import { randomBytes } from 'node:crypto';
import { withRecognizer } from '../../../bundles/format/manifest.js';
import type { Bundle } from '../../../bundles/format/open.js';
import { openBundle } from '../../../bundles/format/open.js';
import { type BundleContents, packBundle } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { loadInterpreter } from '../../../domains/core/interpreter/load-interpreter.js';

/** A version of a bundle whose answers differ from those of the other versions, and its answers. */
export interface Variant {
  readonly version: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
  /** Utterance -> its interpretation, to the last bit. */
  readonly answers: ReadonlyMap<string, Interpretation>;
}

/**
 * `count` variants of a bundle that differ in how many hypotheses they offer, and so in every confidence; each padded to
 * `fileBytes` with bytes that no compression shrinks.
 */
export async function makeVariants(
  shipped: Bundle,
  texts: readonly string[],
  count: number,
  fileBytes: number,
): Promise<Variant[]> {
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...manifest } = withRecognizer(shipped.manifest);
  const variants: Variant[] = [];
  for (let index = 0; index < count; index += 1) {
    const recognizer = { ...manifest.recognizer, nBest: manifest.recognizer.nBest + index };
    const body = { ...manifest, recognizer };
    const golden = await answersOf({ manifest: body, parts: shipped.parts }, goldenTexts(shipped));
    const recorded = [...golden].map(([utterance, interpretation]) => ({ utterance, interpretation }));
    const parts = new Map([...shipped.parts, ['golden.json', Buffer.from(JSON.stringify(recorded))] as const]);
    const version = `variant-${index}`;
    const bare = packBundle({ manifest: body, parts }, { version });
    parts.set('padding.bin', randomBytes(Math.max(fileBytes - bare.length, 0)));
    const bytes = packBundle({ manifest: body, parts }, { version });
    const { digest } = await openBundle(bytes, ANY_SIGNER);
    variants.push({ version, digest, bytes, answers: await answersOf({ manifest: body, parts }, texts) });
  }
  return variants;
}

async function answersOf(contents: BundleContents, texts: readonly string[]): Promise<Map<string, Interpretation>> {
  const servable = await loadInterpreter(contents);
  const answers = new Map<string, Interpretation>();
  for (const text of texts) answers.set(text, await servable.interpret(text, { explain: true }));
  await servable.release();
  return answers;
}

function goldenTexts({ parts }: Bundle): string[] {
  // Every bundle that opens has its golden utterances.
  const golden = JSON.parse(Buffer.from(parts.get('golden.json')!).toString()) as { utterance: string }[];
  return golden.map(({ utterance }) => utterance);
}
