import { type Backlog, remove } from './backlog.ts';

const day = 24 * 60 * 60_000;

/**
 * Drops what is older than the subscription's retention. The oldest message is the first to expire, so one timer is enough; it looks at
 * least once a day, because the machine's timers cannot be set 31 days ahead.
 */
export function watchRetention(backlog: Backlog): void {
  if (backlog.stopRetention) return;
  const [oldest] = backlog.entries.values();
  if (!oldest) return;
  const left = oldest.message.publishedAt + backlog.settings.retention - backlog.clock.now();
  backlog.stopRetention = backlog.clock.after(Math.min(left, day), () => dropExpired(backlog));
}

/** Drops what has expired by now, as after a change of the retention, and watches the rest. */
export function dropExpired(backlog: Backlog): void {
  const { settings, clock, emit, entries } = backlog;
  backlog.stopRetention?.();
  backlog.stopRetention = undefined;
  for (const entry of entries.values()) {
    if (entry.message.publishedAt + settings.retention > clock.now()) break;
    emit({ kind: 'dropped', subscription: settings.name, messageId: entry.message.id, reason: 'retention' });
    remove(backlog, entry);
  }
  watchRetention(backlog);
}
