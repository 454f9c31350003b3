import { messageOf } from '../../../shared/delivery/port-error.ts';

/**
 * Until the returned function is called, what is thrown ends the process with its sentence and exit code 1: whoever has set a variable
 * wrongly needs no stack. What the engine throws, such as a mistyped name in a handler's file, keeps its place.
 */
export function endInWords(): () => void {
  const end = (error: unknown) => {
    const isOurs = Object(error).name === 'Error';
    const words = isOurs ? messageOf(error) : String(Object(error).stack ?? error);
    process.stderr.write(`The worker does not start: ${words}\ndocs/kafka.md says what it is told.\n`);
    process.exit(1);
  };
  process.on('uncaughtException', end);
  return () => void process.off('uncaughtException', end);
}
