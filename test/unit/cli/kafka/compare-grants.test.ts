import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareGrants } from '../../../../cli/kafka/compare-grants.ts';
import type { Acl, Grant } from '../../../../cli/kafka/grant.ts';

const ME = 'User:waybill';
const READ: Grant = { resource: 'topic', pattern: 'literal', name: 'orders', operation: 'Read', why: 'it is read' };
const GROUP: Grant = { resource: 'group', pattern: 'literal', name: 'waybill', operation: 'Read', why: 'the group' };

const allow = (grant: Partial<Acl> = {}): Acl => ({
  resource: 'topic',
  pattern: 'literal',
  name: 'orders',
  operation: 'Read',
  principal: ME,
  host: '*',
  permission: 'allow',
  ...grant,
});
const deny = (rule: Partial<Acl>) => allow({ permission: 'deny', ...rule });

const kindsOf = (needed: readonly Grant[], acls: readonly Acl[]) =>
  compareGrants(ME, needed, acls).map(({ kind }) => kind);
const textsOf = (needed: readonly Grant[], acls: readonly Acl[]) =>
  compareGrants(ME, needed, acls).map(({ text }) => text);

describe('the comparison of needed grants with a cluster’s rules', () => {
  const cases: readonly (readonly [string, readonly Acl[], readonly string[]])[] = [
    ['finds nothing where there is just what is needed', [allow()], []],
    ['finds what is missing', [], ['missing']],
    ['does not count what another principal has', [allow({ principal: 'User:other' })], ['missing']],
    ['does not count what is granted from one host alone', [allow({ host: '10.0.0.1' })], ['missing']],
    ['does not count Write for Read', [allow({ operation: 'Write' })], ['missing', 'needless']],
    ['does not mind Describe beside Read, which implies it', [allow(), allow({ operation: 'Describe' })], []],
    ['finds Describe alone too little', [allow({ operation: 'Describe' })], ['missing']],
    ['finds a prefix too wide', [allow({ pattern: 'prefixed', name: 'ord' })], ['too-wide']],
    ['finds a prefix of the very name too wide', [allow({ pattern: 'prefixed' })], ['too-wide']],
    ['knows that a prefix is no suffix', [allow({ pattern: 'prefixed', name: 'rders' })], ['missing', 'needless']],
    ['finds each topic too wide', [allow({ name: '*' })], ['too-wide']],
    ['knows that a prefix * is no wildcard', [allow({ pattern: 'prefixed', name: '*' })], ['missing', 'needless']],
    ['finds All too wide', [allow({ operation: 'All' })], ['too-wide']],
    ['finds a grant to everybody enough, and as narrow as it need be', [allow({ principal: 'User:*' })], []],
    ['finds the right on another topic needless', [allow(), allow({ name: 'invoices' })], ['needless']],
    [
      'finds a right on the cluster needless',
      [allow(), allow({ resource: 'cluster', name: 'kafka-cluster', operation: 'Alter' })],
      ['needless'],
    ],
    ['lets a denial win', [allow(), deny({})], ['denied']],
    [
      'lets a denial for everybody, of all topics, win',
      [allow(), deny({ principal: 'User:*', name: '*', operation: 'All' })],
      ['denied'],
    ],
    ['lets a denial of a prefix win', [allow(), deny({ pattern: 'prefixed', name: 'or' })], ['denied']],
    [
      'lets a denial of Describe win, without which nothing is read',
      [allow(), deny({ operation: 'Describe' })],
      ['denied'],
    ],
    ['lets a denial from one host win', [allow(), deny({ host: '10.0.0.1' })], ['denied']],
    ['does not mind a denial of what is not needed', [allow(), deny({ operation: 'Write' }), deny({ name: 'x' })], []],
    ['does not mind a denial for another', [allow(), deny({ principal: 'User:other' })], []],
  ];
  it.each(cases)('%s', (_name, acls, kinds) => expect(kindsOf([READ], acls)).toEqual(kinds));

  it('does not take a topic’s grant for a group’s', () => {
    expect(kindsOf([GROUP], [allow({ name: 'waybill' })])).toEqual(['missing', 'needless']);
  });

  it('finds a needed prefix covered by a shorter one and by all, and not by a name in it', () => {
    const needed: Grant = { ...READ, pattern: 'prefixed', name: 'team.' };
    expect(kindsOf([needed], [allow({ pattern: 'prefixed', name: 'team.' })])).toEqual([]);
    expect(kindsOf([needed], [allow({ pattern: 'prefixed', name: 'te' })])).toEqual(['too-wide']);
    expect(kindsOf([needed], [allow({ name: 'team.a' })])).toEqual(['missing', 'needless']);
    const denied = [allow({ pattern: 'prefixed', name: 'team.' }), deny({ name: 'team.a' })];
    expect(kindsOf([needed], denied)).toEqual(['denied']);
  });

  it('says what is meant, and what is needed instead', () => {
    expect(textsOf([READ], [allow({ name: '*', host: '10.0.0.1' })])).toEqual([
      'Read on the topic orders (it is read) is granted from 10.0.0.1 alone',
      'Allow Read on each topic from 10.0.0.1: expected no more than Read on the topic orders',
    ]);
    expect(textsOf([READ], [deny({ principal: 'User:*', pattern: 'prefixed', name: 'o' })])).toEqual([
      'Read on the topic orders (it is read) is denied by: Deny to everybody Read on each topic that begins with o',
    ]);
  });

  it('finds nothing in what was made from what is needed, whatever that is', () => {
    const grants = fc.array(
      fc.record({
        resource: fc.constantFrom('topic', 'group'),
        pattern: fc.constantFrom('literal', 'prefixed'),
        name: fc.constantFrom('a', 'ab', 'abc', 'b'),
        operation: fc.constantFrom('Read', 'Write'),
        why: fc.constant(''),
      } satisfies Record<keyof Grant, unknown>),
    );
    fc.assert(fc.property(grants, (needed) => expect(kindsOf(needed, needed.map(allow))).toEqual([])));
  });
});
