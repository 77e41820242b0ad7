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
ALTER TABLE `drafts` ADD `access_key_id` text DEFAULT '' NOT NULL;