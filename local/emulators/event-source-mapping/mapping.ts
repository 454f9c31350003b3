/** What every event source mapping offers to the console that shows it. */
export type Mapping = {
  /** Records or messages of the source that are not done. */
  readonly pending: () => number;
  /** True when nothing is pending and no invocation is under way. */
  readonly idle: () => boolean;
  /** Stops polling; an invocation that is under way is not waited for, and its batch stays undone. */
  readonly close: () => void;
};
