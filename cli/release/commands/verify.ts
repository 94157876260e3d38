import { Command } from 'commander';
import { BundleRefused, CHECKS } from '../../../bundles/format/refusal.js';
import { ANY_SIGNER, trustOf } from '../../../bundles/format/trust.js';
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
    .option('--trust <key>', 'refuse what is not signed by this public key; repeat it', collect)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExit code 1 when a check fails.\n\nExample:\n  nlu-reranker verify new.bundle --trust "$(cat keys/deploy.pub)"',
    )
    .action((file: string, flags: Flags) => runVerify(file, flags));
}

async function runVerify(file: string, { trust: keys, json }: Flags): Promise<void> {
  const bytes = readOptionFile('file', file);
  const trust = keys ? trustOf(keys, false) : ANY_SIGNER;
  try {
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
