-- The ledger is append-only: settled content is never changed, whoever asks.
CREATE FUNCTION audit_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit ledger is append-only: % is refused', TG_OP
    USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER audit_ledger_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_ledger
  FOR EACH STATEMENT EXECUTE FUNCTION audit_ledger_refuse();
--> statement-breakpoint
-- A row may only follow the last one, so that nothing is put in between or before.
CREATE FUNCTION audit_ledger_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head audit_head%ROWTYPE;
BEGIN
  SELECT * INTO head FROM audit_head WHERE id = 1;
  IF NEW.seq IS DISTINCT FROM head.seq + 1 OR NEW.prev_hash IS DISTINCT FROM head.hash THEN
    RAISE EXCEPTION 'the audit ledger goes on at row % only', head.seq + 1
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER audit_ledger_in_order
  BEFORE INSERT ON audit_ledger
  FOR EACH ROW EXECUTE FUNCTION audit_ledger_follow();
--> statement-breakpoint
CREATE FUNCTION audit_ledger_move_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash, updated_at = NEW.at WHERE id = 1;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER audit_ledger_moves_head
  AFTER INSERT ON audit_ledger
  FOR EACH ROW EXECUTE FUNCTION audit_ledger_move_head();
--> statement-breakpoint
CREATE FUNCTION audit_head_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.seq = OLD.seq + 1 THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the head of the audit ledger only moves on by one row'
    USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
--> statement-breakpoint
INSERT INTO audit_head (id, seq, hash, updated_at) VALUES (1, 0, repeat('0', 64), now());
--> statement-breakpoint
CREATE TRIGGER audit_head_forward
  BEFORE UPDATE OR DELETE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION audit_head_guard();
--> statement-breakpoint
CREATE TRIGGER audit_head_no_truncate
  BEFORE TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_head_guard();
