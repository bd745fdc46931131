/** The hub role of test databases; the same for all, because a role belongs to the server and not to a database. */
export const testRoleKey = Buffer.alloc(32, 't');
