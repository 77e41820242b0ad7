CREATE TABLE `calendar_changes` (
	`year` integer NOT NULL,
	`version` integer NOT NULL,
	`holidays` text NOT NULL,
	`workdays` text NOT NULL,
	`source` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	PRIMARY KEY(`year`, `version`)
);
--> statement-breakpoint
DROP INDEX `referrals_overdue`;--> statement-breakpoint
CREATE INDEX `referrals_with_union` ON `referrals` (`duty`,`due_on`,`id`,`county_code`) WHERE duty = 'union';--> statement-breakpoint
CREATE INDEX `referrals_unsent` ON `referrals` (`state`,`due_on`,`id`,`county_code`) WHERE state = 'created';--> statement-breakpoint
CREATE INDEX `referrals_overdue` ON `referrals` (`due_on`,`id`,`county_code`) WHERE due_on is not null;--> statement-breakpoint
ALTER TABLE `applications` ADD `due_known` integer DEFAULT 1 NOT NULL;