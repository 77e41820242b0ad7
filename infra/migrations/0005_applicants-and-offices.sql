CREATE TABLE `case_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`county_code` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`text_sealed` text NOT NULL,
	`made_at` integer NOT NULL,
	`due_on` text NOT NULL,
	`outcome` text,
	`answer_sealed` text,
	`answered_at` integer,
	`answered_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `case_requests_one_open` ON `case_requests` (`application_id`,`kind`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `case_requests_by_case` ON `case_requests` (`application_id`,`id`);--> statement-breakpoint
CREATE INDEX `case_requests_by_due` ON `case_requests` (`state`,`due_on`,`id`,`county_code`);--> statement-breakpoint
CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`draft_id` text,
	`case_number` text,
	`kind` text NOT NULL,
	`member_id` text DEFAULT '' NOT NULL,
	`media_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`content_mac` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `documents_by_draft` ON `documents` (`draft_id`) WHERE draft_id is not null;--> statement-breakpoint
CREATE INDEX `documents_by_case` ON `documents` (`case_number`) WHERE case_number is not null;--> statement-breakpoint
CREATE INDEX `documents_to_sweep` ON `documents` (`created_at`) WHERE state in ('coming', 'removing');--> statement-breakpoint
DROP INDEX `applications_to_erase`;--> statement-breakpoint
CREATE INDEX `applications_to_erase` ON `applications` (`submitted_at`) WHERE erased_at is null and state in ('declined', 'remained_closed', 'withdrawn');--> statement-breakpoint
ALTER TABLE `users` ADD `telephone` text;