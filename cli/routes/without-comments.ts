/** A module’s text without its comments. What may be something else, such as two slashes inside a regular expression, stays. */
export function withoutComments(code: string): string {
  return code.replace(
    TEXT_OR_COMMENT,
    (match, text: string | undefined) => text ?? (match.startsWith('\n') ? '\n' : ' '),
  );
}

const TEXT_OR_COMMENT =
  /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|(?:^|\s)(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g;
