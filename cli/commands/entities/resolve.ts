import { Command, InvalidArgumentError } from 'commander';
import type { ResolveResponse__Output } from '../../../proto/gen/nlu/v1/ResolveResponse.js';
import type { Slot } from '../../../proto/gen/nlu/v1/Slot.js';
import { NluError } from '../../../serving/errors.js';
import { type GatewayAccess, withGatewayOptions } from '../../access/gateway-access.js';
import { withGateway } from '../../access/gateway-client.js';
import { fittedTable, widthOf } from '../../interpretation/fitted-table.js';
import { percent } from '../../interpretation/interpretation-table.js';
import { invocation } from '../../invocation.js';
import { bundlesOption, cataloguesOption, deviceOption, positiveInteger, withOption } from '../../options.js';

interface Flags extends GatewayAccess {
  slot?: Slot[];
  text?: string;
  kinds?: string[];
  max?: number;
  device?: string;
  version?: string;
  json?: boolean;
  bundles?: string;
  catalogues?: string;
  with?: string[];
}

const HEAD = ['id', 'kind', 'title', 'creators', 'year', 'probability', 'found by'];

/** `resolve`: what slots, or a text, mean in a domain's catalogue. */
export function resolveCommand(): Command {
  const command = new Command('resolve')
    .description("Look in a domain's catalogue for what slots, or a text, may mean.")
    .argument('<domain>', 'the domain whose catalogue it is')
    .option('--slot <name=words>', 'a slot of the domain, the one that names the work first; repeat it', collectSlot)
    .option('--text <words>', 'search all that the catalogue says of its entities for these words')
    .option('--kinds <names...>', 'with --text: only these kinds of entity')
    .option('--max <n>', 'entities to print at most, 10 unless told', positiveInteger)
    .addOption(deviceOption())
    .option('--version <name>', 'the catalogue version; the active one unless told')
    .option('--json', "print the gateway's reply as JSON")
    .addOption(bundlesOption())
    .addOption(cataloguesOption())
    .addOption(withOption());
  return withGatewayOptions(command)
    .addHelpText(
      'after',
      `
Without --gateway a stack is started: --catalogues names the folder that has the catalogue in <domain>-catalogue/.

Examples:
  nlu-reranker resolve music --slot track=hello --slot artist=adele --catalogues trained
  nlu-reranker resolve music --text "adele hello" --kinds song --gateway 127.0.0.1:50050`,
    )
    .action((domain: string, flags: Flags) => runResolve(domain, flags));
}

async function runResolve(domain: string, { json, ...flags }: Flags): Promise<void> {
  if (flags.gateway === undefined && flags.catalogues === undefined) {
    const made = `${invocation('catalogue', `${domain} FILE...`)} makes one in trained/`;
    throw new NluError('INVALID_ARGUMENT', `--catalogues: name the folder with the catalogue, or a --gateway; ${made}`);
  }
  const reply = await withGateway(flags, (client) =>
    client.resolve({
      domain,
      slots: flags.slot ?? [],
      text: flags.text ?? '',
      kinds: flags.kinds ?? [],
      maxEntities: flags.max ?? 0,
      options: { catalogueVersion: flags.version ?? '', deviceType: flags.device ?? '' },
    }),
  );
  const text = json ? JSON.stringify(reply, null, 2) : resolutionTable(reply, widthOf(process.stdout));
  process.stdout.write(`${text}\n`);
}

function resolutionTable({ entities, entityNone, catalogueVersion }: ResolveResponse__Output, width: number): string {
  const rows = entities.map(({ id, kind, title, creators, year, probability, strategies }) => {
    return [id, kind, title, creators.join(', '), String(year ?? ''), percent(probability), strategies.join(', ')];
  });
  const none = entityNone === undefined ? 'nothing was looked for' : `none of the catalogue: ${percent(entityNone)}`;
  const line = `${none}; catalogue ${catalogueVersion}`;
  return rows.length === 0 ? line : `${fittedTable(HEAD, rows, width)}\n${line}`;
}

/** Reads `name=words`. */
function collectSlot(text: string, before: Slot[] = []): Slot[] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError('It must be <name>=<words>.');
  return [...before, { name: text.slice(0, at), value: text.slice(at + 1) }];
}
