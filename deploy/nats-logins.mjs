/** The domain whose login the others are copied from. */
const MODEL = 'music';

/**
 * The configuration of NATS with a further domain, which may do with its own keys what music may with its own: every block and
 * every section that is music's is there once more under the new name, and every list that names music's account names it.
 * @throws Error for a configuration in which music has no login
 */
export function withDomain(configuration, name) {
  const account = (domain) => domain.toUpperCase().replaceAll('-', '_');
  const renamed = (text) =>
    text
      // A name stands alone, behind an underscore, as in _INBOX_music, or before that of its catalogue: music-catalogue.
      .replaceAll(new RegExp(`(?<![A-Za-z0-9-])${MODEL}(?=-catalogue(?![\\w-])|(?![\\w-]))`, 'gu'), name)
      .replaceAll(new RegExp(`\\b${account(MODEL)}\\b`, 'gu'), account(name));
  const user = `"${MODEL}.nlu.svc"`;
  if (!configuration.includes(user)) throw new Error(`nats.conf has no user ${user} to copy`);
  return (
    configuration
      // Lists of accounts.
      .replaceAll(new RegExp(`\\[${account(MODEL)}, `, 'gu'), `[${account(MODEL)}, ${account(name)}, `)
      // A section of exports: from its comment to the next one.
      .replace(
        new RegExp(`^ +# ${MODEL}\\n(?: +\\{ (?:service|stream): .*\\n)+`, 'mu'),
        (own) => own + renamed(own).replaceAll(`[${account(name)}, ${account(name)}, `, `[${account(name)}, `),
      )
      // An account of its own.
      .replace(new RegExp(`^( *)${account(MODEL)}: \\{\\n[\\s\\S]*?^\\1\\}\\n`, 'mu'), (own) => own + renamed(own))
      // A user of the one account that all share.
      .replace(new RegExp(`^( *)\\{\\n *# ${MODEL}\\n[\\s\\S]*?^\\1\\},\\n`, 'mu'), (own) => own + renamed(own))
  );
}
