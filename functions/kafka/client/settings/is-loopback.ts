/** Whether a host can only be this machine: what is sent there in the clear, nobody else reads. */
export function isLoopback(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return /^127(?:\.\d{1,3}){3}$/.test(name);
}
