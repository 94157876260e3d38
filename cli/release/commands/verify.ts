import { Command } from 'commander';
import { catalogueDomain } from '../../../bundles/format/catalogue-name.js';
import { type Envelope, envelopeSchema } from '../../../bundles/format/envelope.js';
import { CATALOGUE_LIMITS } from '../../../bundles/format/limits.js';
import { openBundleOf } from '../../../bundles/format/open.js';
import { BundleRefused, CHECKS } from '../../../bundles/format/refusal.js';
import { publicKeyOf } from '../../../bundles/format/signature.js';
import { ANY_SIGNER, type Trust, trustOf } from '../../../bundles/format/trust.js';
import { FORECAST, openForecast } from '../../../capacity/bundle/forecast-bundle.js';
import { openCatalogue } from '../../../domains/core/resolution/bundle/catalogue-bundle.js';
import {
  checkCatalogueGolden,
  parseCatalogueGolden,
} from '../../../domains/core/resolution/bundle/catalogue-golden.js';
import { openTable } from '../../../gateway/tables/table-bundle.js';
import { readOptionFile } from '../../option-file.js';
import { collect } from '../../options.js';
import { loadModel } from '../gates/domain-model.js';
import { TABLE_KINDS } from '../table-kinds.js';

const ANSWER_WITHIN_MS = 1_000;

interface Flags {
  trust?: string[];
  json?: boolean;
}

/** `verify`: whether a service would take a bundle. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('Make every check on a bundle that a service makes before it serves it.')
    .argument('<file>', 'the bundle')
    .option('--trust <key>', 'refuse what is not signed by this public key, KEY or KEY@music,books; repeat it', collect)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExit code 1 when a check fails.\n\nExample:\n  nlu-reranker verify new.bundle --trust "$(cat keys/deploy.pub)"',
    )
    .action((file: string, flags: Flags) => runVerify(file, flags));
}

/**
 * The keys that count for the bundle's domain. Which that is, it says once any of them has signed it. A catalogue's are its
 * domain's and its own.
 * @throws BundleRefused 'signature' where a key has signed it that counts for other domains alone
 */
async function trustFor(bytes: Uint8Array, keys: readonly string[]): Promise<Trust> {
  const { manifest, signer } = await openEnvelope(bytes, trustOf(keys, false));
  const { domain } = manifest;
  const owner = catalogueDomain(domain);
  const scopes = owner === undefined ? [domain] : [domain, owner];
  const trust = { keys: scopes.flatMap((scope) => trustOf(keys, false, scope).keys), allowUnsigned: false };
  if (trust.keys.some((key) => publicKeyOf(key) === signer)) return trust;
  throw new BundleRefused(
    'signature',
    `it is signed by ${signer}, which is trusted for other domains, not for ${domain}`,
  );
}

function openEnvelope(bytes: Uint8Array, trust: Trust) {
  return openBundleOf<Envelope>(envelopeSchema, bytes, trust, CATALOGUE_LIMITS);
}

/** Proves a bundle as the service of its kind would. @throws BundleRefused naming the check that fails */
async function proven(bytes: Uint8Array, trust: Trust): Promise<Envelope & { readonly signer?: string | undefined }> {
  const { manifest } = await openEnvelope(bytes, trust);
  if (catalogueDomain(manifest.domain) !== undefined) {
    const { bundle, catalogue } = await openCatalogue(bytes, trust);
    checkCatalogueGolden(catalogue.resolver, parseCatalogueGolden(bundle.parts), ANSWER_WITHIN_MS);
    return { ...bundle.manifest, signer: bundle.signer };
  }
  if (manifest.domain === FORECAST) {
    const forecast = await openForecast(bytes, trust);
    return { ...forecast.manifest, signer: forecast.signer };
  }
  const table = TABLE_KINDS.get(manifest.domain);
  if (table) {
    const opened = await openTable(table, bytes, trust);
    return { ...opened.manifest, signer: opened.signer };
  }
  const { signer, servable, manifest: model } = await loadModel(bytes, trust);
  await servable.release();
  return { ...model, signer };
}

async function runVerify(file: string, { trust: keys, json }: Flags): Promise<void> {
  const bytes = readOptionFile('file', file);
  try {
    const trust = keys ? await trustFor(bytes, keys) : ANY_SIGNER;
    const { domain, version, digest, signer } = await proven(bytes, trust);
    const signature = signer ? `signed by ${signer}` : 'signature not checked: --trust names a key';
    const made = CHECKS.filter((check) => signer !== undefined || check !== 'signature');
    const checks = made.map((check) => `${check} ok`).join(', ');
    const text = `${domain}/${version}\ndigest ${digest}\n${signature}\n${checks}\n`;
    process.stdout.write(json ? `${JSON.stringify({ ok: true, domain, version, digest, signer })}\n` : text);
  } catch (error) {
    if (!(error instanceof BundleRefused) || !json) throw error;
    process.stdout.write(`${JSON.stringify({ ok: false, check: error.check, problem: error.problem })}\n`);
    process.exitCode = 1;
  }
}
