CREATE TABLE `calendar_years` (
	`year` integer PRIMARY KEY NOT NULL,
	`holidays` text NOT NULL,
	`workdays` text NOT NULL,
	`source` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `cooperation_tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`plan_id` text NOT NULL,
	`county_code` text NOT NULL,
	`office_id` text NOT NULL,
	`clause` text NOT NULL,
	`referral_ids` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`note` text,
	`created_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `cooperation_tasks_by_office` ON `cooperation_tasks` (`office_id`,`id`);--> statement-breakpoint
CREATE INDEX `cooperation_tasks_by_plan` ON `cooperation_tasks` (`plan_id`,`id`);--> statement-breakpoint
CREATE INDEX `cooperation_tasks_by_county` ON `cooperation_tasks` (`county_code`,`id`);--> statement-breakpoint
CREATE TABLE `delivery_attempts` (
	`delivery_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`at` integer NOT NULL,
	`status` integer,
	`error` text,
	`latency_ms` integer NOT NULL,
	`answer_sealed` text,
	PRIMARY KEY(`delivery_id`, `attempt`)
);
--> statement-breakpoint
CREATE INDEX `delivery_attempts_by_age` ON `delivery_attempts` (`at`);--> statement-breakpoint
CREATE TABLE `office_digests` (
	`office_id` text NOT NULL,
	`day` text NOT NULL,
	`counts` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`office_id`, `day`)
);
--> statement-breakpoint
CREATE TABLE `referral_escalations` (
	`referral_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`plan_id` text NOT NULL,
	`county_code` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`due_on` text NOT NULL,
	`office_id` text NOT NULL,
	`to_office_id` text,
	`to_area` text NOT NULL,
	PRIMARY KEY(`referral_id`, `sequence`)
);
--> statement-breakpoint
CREATE INDEX `referral_escalations_by_plan` ON `referral_escalations` (`plan_id`);--> statement-breakpoint
CREATE TABLE `routing_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`measure` text,
	`clause` text,
	`lead` text NOT NULL,
	`cooperating` text NOT NULL,
	`county` text NOT NULL,
	`effective_from` text NOT NULL,
	`source` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`withdrawn_at` integer,
	`withdrawn_by` text
);
--> statement-breakpoint
CREATE INDEX `routing_rules_by_day` ON `routing_rules` (`effective_from`);--> statement-breakpoint
CREATE TABLE `code_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`wrong` integer NOT NULL,
	`since` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `code_attempts_by_age` ON `code_attempts` (`since`);--> statement-breakpoint
CREATE TABLE `draft_browsers` (
	`id` text PRIMARY KEY NOT NULL,
	`draft_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `draft_browsers_by_draft` ON `draft_browsers` (`draft_id`);--> statement-breakpoint
CREATE INDEX `draft_browsers_by_age` ON `draft_browsers` (`at`);--> statement-breakpoint
ALTER TABLE `deliveries` ADD `task_id` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `tries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_by_office` ON `deliveries` (`office_id`,`id`);--> statement-breakpoint
ALTER TABLE `office_changes` ADD `fields` text;--> statement-breakpoint
ALTER TABLE `offices` ADD `telephone` text;--> statement-breakpoint
ALTER TABLE `offices` ADD `address` text;--> statement-breakpoint
ALTER TABLE `offices` ADD `hours` text;--> statement-breakpoint
ALTER TABLE `offices` ADD `measures` text;--> statement-breakpoint
ALTER TABLE `offices` ADD `capacity` integer;--> statement-breakpoint
ALTER TABLE `offices` ADD `closed_from` text;--> statement-breakpoint
ALTER TABLE `offices` ADD `signature` text DEFAULT 'hmac' NOT NULL;--> statement-breakpoint
ALTER TABLE `offices` ADD `public_key` text;--> statement-breakpoint
ALTER TABLE `offices` ADD `failing_since` integer;--> statement-breakpoint
ALTER TABLE `offices` ADD `disabled_at` integer;--> statement-breakpoint
ALTER TABLE `offices` ADD `disabled_because` text;--> statement-breakpoint
ALTER TABLE `offices` ADD `paused_until` integer;--> statement-breakpoint
ALTER TABLE `referral_transitions` ADD `office_id` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `routed_because` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `outcome` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `decline_code` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `period_from` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `period_to` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `documents` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `duty` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `clock_from` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `clock_days` integer;--> statement-breakpoint
ALTER TABLE `referrals` ADD `due_on` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `due_known` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `referrals` ADD `suspended_days` integer;--> statement-breakpoint
ALTER TABLE `referrals` ADD `attend_on` text;--> statement-breakpoint
ALTER TABLE `referrals` ADD `warned` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `referrals` ADD `escalations` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `referrals` ADD `escalated_to` text;--> statement-breakpoint
CREATE INDEX `referrals_by_due` ON `referrals` (`office_id`,`due_on`,`id`) WHERE due_on is not null;--> statement-breakpoint
CREATE INDEX `referrals_by_load` ON `referrals` (`office_id`,`state`);--> statement-breakpoint
CREATE INDEX `referrals_escalated` ON `referrals` (`escalated_to`,`id`) WHERE escalated_to is not null;--> statement-breakpoint
CREATE INDEX `referrals_to_attend` ON `referrals` (`attend_on`,`id`) WHERE attend_on is not null;--> statement-breakpoint
CREATE INDEX `referrals_overdue` ON `referrals` (`due_on`,`id`) WHERE due_on is not null;--> statement-breakpoint
-- Referrals of an older start keep their day; what was declined for good is closed, and nothing else becomes due by this.
UPDATE `referrals` SET `state` = 'closed', `outcome` = 'declined', `due_on` = NULL WHERE `state` = 'declined';--> statement-breakpoint
UPDATE `referrals` SET `duty` = 'office', `due_on` = `answer_by`, `clock_from` = date(`created_at` / 1000, 'unixepoch', '+8 hours'), `clock_days` = 10, `attend_on` = date(`answer_by`, '+1 day') WHERE `state` IN ('created', 'sent', 'accepted', 'returned');--> statement-breakpoint
UPDATE `referrals` SET `duty` = 'union' WHERE `state` = 'returned';--> statement-breakpoint
UPDATE `deliveries` SET `tries` = `attempts`;--> statement-breakpoint
ALTER TABLE `referrals` DROP COLUMN `answer_by`;--> statement-breakpoint
ALTER TABLE `drafts` ADD `access_key_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `received_webhooks_by_age` ON `received_webhooks` (`at`);