PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`plan_id` text NOT NULL,
	`county_code` text NOT NULL,
	`office_id` text NOT NULL,
	`type` text NOT NULL,
	`clause` text NOT NULL,
	`referral_ids` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` integer,
	`last_status` integer,
	`last_error` text,
	`delivered_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_deliveries`("id", "plan_id", "county_code", "office_id", "type", "clause", "referral_ids", "state", "attempts", "next_attempt_at", "last_status", "last_error", "delivered_at", "created_at") SELECT "id", "plan_id", "county_code", "office_id", "type", "clause", "referral_ids", "state", "attempts", "next_attempt_at", "last_status", "last_error", "delivered_at", "created_at" FROM `deliveries`;--> statement-breakpoint
DROP TABLE `deliveries`;--> statement-breakpoint
ALTER TABLE `__new_deliveries` RENAME TO `deliveries`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`next_attempt_at`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `deliveries_by_plan` ON `deliveries` (`plan_id`);