import type { Problem } from '../schemas/result.ts';

/** Why a letter is left as it is, and what to do instead. */
export function noLetter(id: string): Problem {
  return {
    code: 'no-letter',
    message: `There is no letter ${id}`,
    fix: 'See which there are: waybill dead-letters list',
  };
}

export function discarded(id: string): Problem {
  const fix = 'Its event can still be read with waybill dead-letters show, and sent as a new event with waybill send';
  return { code: 'discarded', message: `The letter ${id} was discarded`, fix };
}

export function noEvent(id: string): Problem {
  const fix =
    'Read what came with waybill dead-letters show, mend it where it is made, have it sent anew, and discard the letter';
  return {
    code: 'no-event',
    message: `The letter ${id} holds no event, since what came could not be read as one`,
    fix,
  };
}

export function joinRun(id: string): Problem {
  const fix = 'Redrive it as it is: the join gets every event that came';
  return { code: 'join-run', message: `The letter ${id} is of a join’s own run, which has no data to edit`, fix };
}

export function otherContents(id: string): Problem {
  const message = `The letter ${id} was redriven before, with other contents`;
  return {
    code: 'other-contents',
    message,
    fix: 'Redrive it with the same edits; if it failed again, redrive its newer letter',
  };
}
