import { use } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import type { Role } from "@/lib/domain/workspace.ts";

type Member = { readonly userId: string; readonly displayName: string; readonly role: Role };

type MembersTableProps = { readonly members: Promise<readonly Member[]>; readonly ownId: string };

const RIGHTS: Readonly<Record<Role, string>> = {
  viewer: "reads",
  operator: "reads, handles alerts and removes generated history",
  admin: "does what operators do, and manages members and keys",
};

/** Who may enter the workspace, and what they may do. */
export function MembersTable({ members, ownId }: MembersTableProps) {
  return (
    <Table caption="Members">
      <TableHead>
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell>Role</HeadCell>
          <HeadCell>May</HeadCell>
        </tr>
      </TableHead>
      <tbody>
        {use(members).map((member) => (
          <Row key={member.userId}>
            <Cell>
              {member.displayName} {member.userId === ownId ? <Badge className="ml-1">you</Badge> : null}
            </Cell>
            <Cell>{member.role}</Cell>
            <Cell className="whitespace-normal py-1 text-muted">{RIGHTS[member.role]}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
