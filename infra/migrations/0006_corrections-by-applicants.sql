CREATE TABLE `correction_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`answers_sealed` text NOT NULL,
	`version` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `correction_drafts_by_age` ON `correction_drafts` (`updated_at`);