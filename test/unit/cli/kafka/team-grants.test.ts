import { describe, expect, it } from '@jest/globals';
import { grantText } from '../../../../cli/kafka/grant.ts';
import { readTeams, teamGrants } from '../../../../cli/kafka/team-grants.ts';

const textsOf = (teams: unknown) =>
  teamGrants(teams).map(({ principal, grants }) => [principal, grants.map(grantText)]);

describe('the grants of teams', () => {
  it('let who reads have groups of its own name, and who writes none', () => {
    const teams = { marketing: { reads: ['customer_feedback'] }, engineering: { writes: ['system_logs', 'builds.*'] } };
    expect(textsOf(teams)).toEqual([
      [
        'User:marketing',
        [
          'Read on the topic customer_feedback',
          'Read on the group marketing',
          'Read on each group that begins with marketing.',
        ],
      ],
      ['User:engineering', ['Write on the topic system_logs', 'Write on each topic that begins with builds.']],
    ]);
  });

  it('let who has all do everything, for each of its principals', () => {
    const all = ['All on each topic', 'All on each group', 'All on the cluster', 'All on each transactional-id'];
    expect(textsOf({ admins: { principals: ['User:alice', 'User:bob'], all: true } })).toEqual([
      ['User:alice', all],
      ['User:bob', all],
    ]);
  });

  it.each([
    ['a list', [], 'expected an object with a team in each member, as --help shows'],
    ['a team without grants', { sales: {} }, 'team sales: expected reads, writes or all: true'],
    ['a team that is a text', { sales: 'x' }, 'team sales: expected an object such as { reads: [customer_feedback] }'],
    [
      'a word that is unknown',
      { sales: { read: ['a'] } },
      'team sales: got read, expected one of principals, reads, writes, groups, all',
    ],
    [
      'a principal without its type',
      { sales: { principals: ['alice'], reads: ['a'] } },
      'team sales, principals: expected TYPE:NAME, such as User:alice, got alice',
    ],
    ['nobody in it', { sales: { principals: [], reads: ['a'] } }, 'team sales, principals: expected at least one'],
    ['a topic that is no list', { sales: { reads: 'a' } }, 'team sales, reads: expected a list of names'],
  ])('are refused for %s', (_name, teams, message) => expect(() => teamGrants(teams)).toThrow(message));

  it('say which file cannot be read', async () => {
    await expect(readTeams('/nowhere/teams.yaml')).rejects.toThrow(
      '--teams /nowhere/teams.yaml cannot be read: ENOENT',
    );
  });
});
