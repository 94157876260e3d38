/** Keys whose values are never shown. */
const SECRET_KEYS: readonly string[] = Object.freeze(['token', 'tokenSha256', 'password']);

/** What stands in place of a secret. */
export const HIDDEN = '(hidden)';

/** User and password in front of a host: `nats://user:password@host`, also where a list of servers leaves the scheme out. */
const userInfo = /(\/\/|^|[\s,"'=])([^\s/,"'=@]+:[^\s/,"']*|(?<=\/\/)[^\s/,"']+)@(?=[^\s/@])/gu;

export function isSecretKey(key: PropertyKey): boolean {
  return typeof key === 'string' && SECRET_KEYS.includes(key);
}

/** A text without the users and passwords of its URLs. */
export function withoutUserInfo(text: string): string {
  return text.replace(userInfo, `$1${HIDDEN}@`);
}

/** A value as JSON, without the values of secret keys and without users and passwords in URLs. @param indent spaces */
export function shownJson(value: unknown, indent?: number): string | undefined {
  return JSON.stringify(
    value,
    (key, each) => {
      if (isSecretKey(key)) return HIDDEN;
      return typeof each === 'string' ? withoutUserInfo(each) : each;
    },
    indent,
  );
}
