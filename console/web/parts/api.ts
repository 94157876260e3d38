/** What went wrong with a request, in words for people. */
export class RequestProblem extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Asks the console. @throws RequestProblem saying what is wrong */
export async function ask<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw new RequestProblem('UNAVAILABLE', 'the console does not answer; is its process running?');
  }
  const body = await response.json().catch(() => undefined);
  if (response.ok) return body as Answer;
  throw new RequestProblem(
    body?.code ?? 'UNKNOWN',
    body?.message ?? `the console answers with status ${response.status}`,
  );
}

/** Sends JSON. @param token what lets people deploy */
export function send<Answer>(
  path: string,
  body: object,
  { token, signal }: { readonly token?: string; readonly signal?: AbortSignal } = {},
): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body), ...(signal && { signal }) });
}
