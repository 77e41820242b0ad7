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
DROP INDEX `applications_to_erase`;--> statement-breakpoint
CREATE INDEX `applications_to_erase` ON `applications` (`submitted_at`) WHERE erased_at is null and state in ('declined', 'remained_closed', 'withdrawn');