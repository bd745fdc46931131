/** Asked of a message `m`: whom the finding behind it is about, by name; null where it is about nobody. A source's own id tells no person whose it is. */
export const ABOUT = `(select p.display_name from decision d join review_case c on c.id = d.case_id join finding f on f.id = c.finding_id
  join person p on p.id = f.subject_person_id where d.id = m.decision_id)`;
