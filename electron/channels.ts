/** The names under which main and the preload script talk. */
export const channels = {
  /** Page to main: `(method, params)`, answered. */
  call: 'raftpad:call',
  /** Main to page: the state of the member's process. */
  memberState: 'raftpad:member-state',
  /** Main to page: the settings, after they changed. */
  settings: 'raftpad:settings',
  /** Main to page: a link was opened, and waits to be taken. It says no more: the link is a secret. */
  inviteLink: 'raftpad:invite-link',
  /** Main to page: the window is to be closed, and main waits for what the page says to that. */
  closing: 'raftpad:closing',
  /** Main to page: a fresh port to the member. */
  memberPort: 'raftpad:member-port',
} as const;
