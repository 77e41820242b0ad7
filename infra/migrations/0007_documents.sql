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
CREATE INDEX `documents_to_sweep` ON `documents` (`created_at`) WHERE state in ('coming', 'removing');