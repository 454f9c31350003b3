import { type KafkaErrorCode, rankOf } from './errors-table.ts';
import { protocolCodes } from './explain-protocol.ts';
import { alertCodes, systemCodes } from './explain-system.ts';
import { errorOf, type Part, text } from './explain-walk.ts';
import { wordCodes } from './explain-words.ts';

export type Finding = { readonly code: KafkaErrorCode; readonly part: Part };

/** Of an error's parts, the one that tells most. */
export function findCode(parts: readonly Part[]): Finding | undefined {
  const found = parts.flatMap((part) => {
    const code = isHandshake(part) ? HANDSHAKE[text(errorOf(part), 'apiId')] : codeOf(errorOf(part));
    return code === undefined ? [] : [{ code, part }];
  });
  return found.sort((a, b) => rank(a) - rank(b))[0] ?? failedLogin(parts);
}

/** Where the login begins, a state that is not the right one is a listener without SASL, and else a token that was not taken. */
const HANDSHAKE: Readonly<Record<string, KafkaErrorCode>> = {
  ILLEGAL_SASL_STATE: 'login-not-wanted',
  UNSUPPORTED_SASL_MECHANISM: 'mechanism-not-enabled',
};

function isHandshake(part: Part): boolean {
  return (
    text(errorOf(part), 'apiId') !== '' && part.some((error) => text(error, 'message').includes(' SaslHandshake(v'))
  );
}

function rank({ code }: Finding): number {
  return rankOf.get(code) ?? rankOf.size;
}

/** What one part says by itself. */
function codeOf(error: object): KafkaErrorCode | undefined {
  const [apiId, code, message] = [text(error, 'apiId'), text(error, 'code'), text(error, 'message')];
  if (apiId !== '') return protocolCodes[apiId];
  return fromWords(message) ?? systemCodes[code] ?? fromTls(code, message);
}

function fromWords(message: string): KafkaErrorCode | undefined {
  return wordCodes.find(([words]) => words.test(message))?.[1];
}

function fromTls(code: string, message: string): KafkaErrorCode | undefined {
  const alert = /SSL alert number (\d+)/.exec(message)?.[1];
  if (alert !== undefined) return alertCodes[alert] ?? 'tls-failed';
  return /^ERR_(OS)?SSL_/.test(code) ? 'tls-failed' : undefined;
}

/** What a token, a password's file or a ticket failed with lies in an error of authentication or, from an authenticator, of the connection. */
function failedLogin(parts: readonly Part[]): Finding | undefined {
  const part = parts.findLast((one) => one.some(isLogin));
  return part && { code: 'login-failed', part };
}

function isLogin(error: object): boolean {
  const isConnection = /^Connection to .* failed\.$/.test(text(error, 'message'));
  return text(error, 'code') === 'PLT_KFK_AUTHENTICATION' || isConnection;
}
