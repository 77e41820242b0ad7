DROP INDEX `applications_one_open_per_person`;--> statement-breakpoint
ALTER TABLE `applications` ADD `twin_of` text;--> statement-breakpoint
ALTER TABLE `applications` ADD `turn` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `applications` ADD `twin_told_at` integer;--> statement-breakpoint
ALTER TABLE `applications` ADD `declined_as` text;--> statement-breakpoint
CREATE INDEX `applications_by_twin` ON `applications` (`twin_of`) WHERE twin_of is not null;--> statement-breakpoint
CREATE INDEX `applications_in_turn` ON `applications` (`person_index`,`submitted_at`) WHERE turn > 0 and state in ('submitted', 'under_review', 'returned');--> statement-breakpoint
CREATE INDEX `applications_twins_untold` ON `applications` (`submitted_at`) WHERE turn > 0 and twin_told_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `applications_one_open_per_person` ON `applications` (`person_index`) WHERE turn = 0 and state in ('submitted', 'under_review', 'returned', 'public_notice');--> statement-breakpoint
CREATE INDEX `deliveries_stuck` ON `deliveries` (`type`,`state`) WHERE state in ('failed', 'held') and type in ('referral.resumed', 'referral.disputed');