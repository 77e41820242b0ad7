CREATE TABLE `correction_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`answers_sealed` text NOT NULL,
	`version` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `correction_drafts_by_age` ON `correction_drafts` (`updated_at`);--> statement-breakpoint
CREATE TABLE `document_parts` (
	`id` text PRIMARY KEY NOT NULL,
	`session` text NOT NULL,
	`holder` text NOT NULL,
	`start` integer NOT NULL,
	`bytes` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `document_parts_by_session` ON `document_parts` (`session`,`start`);--> statement-breakpoint
CREATE INDEX `document_parts_by_holder` ON `document_parts` (`holder`);--> statement-breakpoint
CREATE INDEX `document_parts_by_age` ON `document_parts` (`created_at`);--> statement-breakpoint
ALTER TABLE `documents` ADD `taken_from` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `given_at` integer;