import { Command } from 'commander';
import { openBundle } from '../../../bundles/format/open.js';
import { BundleRefused, CHECKS } from '../../../bundles/format/refusal.js';
import { publicKeyOf } from '../../../bundles/format/signature.js';
import { ANY_SIGNER, type Trust, trustOf } from '../../../bundles/format/trust.js';
import { readOptionFile } from '../../option-file.js';
import { collect } from '../../options.js';
import { loadModel } from '../gates/domain-model.js';

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
 * The keys that count for the bundle's domain. Which that is, it says once any of them has signed it.
 * @throws BundleRefused 'signature' where a key has signed it that counts for other domains alone
 */
async function trustFor(bytes: Uint8Array, keys: readonly string[]): Promise<Trust> {
  const { manifest, signer } = await openBundle(bytes, trustOf(keys, false));
  const { domain } = manifest;
  const trust = trustOf(keys, false, domain);
  if (trust.keys.some((key) => publicKeyOf(key) === signer)) return trust;
  throw new BundleRefused(
    'signature',
    `it is signed by ${signer}, which is trusted for other domains, not for ${domain}`,
  );
}

async function runVerify(file: string, { trust: keys, json }: Flags): Promise<void> {
  const bytes = readOptionFile('file', file);
  try {
    const trust = keys ? await trustFor(bytes, keys) : ANY_SIGNER;
    const { manifest, signer, servable } = await loadModel(bytes, trust);
    await servable.release();
    const { domain, version, digest } = manifest;
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
